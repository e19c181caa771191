package io.spendstream.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.spendstream.sink.write.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimsTest {
    private final Claims claims = new Claims();

    @Test
    void aPositionMovesToWhereACommittedSpanEnds() {
        claims.claimed(0, new Claims.Claim(7, 100));
        claims.claimed(1, new Claims.Claim(7, 50));

        claims.advance(List.of(new Span(0, 7, 100, 120)));

        assertThat(claims.of(0)).isEqualTo(new Claims.Claim(7, 120));
        assertThat(claims.of(1)).isEqualTo(new Claims.Claim(7, 50));
    }

    @Test
    void aPartitionGivenUpWhileItsSpanWasWrittenStaysGivenUp() {
        claims.claimed(0, new Claims.Claim(7, 100));
        claims.gone(0);

        claims.advance(List.of(new Span(0, 7, 100, 120)));

        assertThat(claims.has(0)).isFalse();
    }

    @Test
    void aPartitionClaimedAnewStandsWhereTheDatabaseSaid() {
        claims.claimed(0, new Claims.Claim(8, 110));

        claims.advance(List.of(new Span(0, 7, 100, 105)));

        assertThat(claims.of(0)).isEqualTo(new Claims.Claim(8, 110));
    }
}
