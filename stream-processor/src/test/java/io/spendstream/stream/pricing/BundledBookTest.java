package io.spendstream.stream.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BundledBookTest {
    private final PriceBook book = PriceBook.bundled();

    @Test
    void hasNothingWorthASecondLook() {
        assertThat(book.warnings()).isEmpty();
    }
}
