package io.spendstream.yaml;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of a file, and what is refused. */
class NodeReaderTest {
    private static final Limits LIMITS = new Limits(3, 200);

    private final Problems problems = new Problems("file.yaml");

    private @Nullable Node yaml(String text) {
        return NodeReader.yaml(text, LIMITS, problems);
    }

    @Test
    void keepsLinesAndTheDigitsOfNumbers() {
        assertThat(yaml("a: 0.10\nb:\n  - x\n"))
                .isEqualTo(new Node.Fields(
                        1,
                        Map.of(
                                "a", new Node.Scalar(1, "0.10"),
                                "b", new Node.Items(3, List.of(new Node.Scalar(3, "x"))))));
        assertThat(problems.isRight()).isTrue();
    }

    @Test
    void readsJsonTheSame() {
        assertThat(NodeReader.json("{\"a\": 0.10,\n\"b\": [\"x\"]}", LIMITS, problems))
                .isEqualTo(new Node.Fields(
                        1,
                        Map.of(
                                "a", new Node.Scalar(1, "0.10"),
                                "b", new Node.Items(2, List.of(new Node.Scalar(2, "x"))))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {a: 1, a: 2}          | file.yaml:1: a: stands twice
            {a: null}             | file.yaml:1: a: has no value; leave the field out
            {a: ~}                | file.yaml:1: a: has no value; leave the field out
            {a: [~]}              | file.yaml:1: a list must not have empty items
            {a: &x {b: 1}}        | file.yaml:1: anchors and aliases (& and *) are not supported; write the value out
            {a: *x}               | file.yaml:1: anchors and aliases (& and *) are not supported; write the value out
            [[[[1]]]]             | file.yaml:1: not well-formed: nested deeper than 3
            """)
    void refusesWhatTwoReadersCouldUnderstandDifferently(String text, String problem) {
        yaml(text);

        assertThat(problems.errors()).extracting(Problem::toString).containsExactly(problem);
    }

    @Test
    void refusesWhatIsNotWellFormedAndMoreThanOneDocument() {
        yaml("a: 1\n--- \nb: 1\n");
        yaml("a: [1\n");
        yaml("a: \u0007\n");
        yaml("#".repeat(201));

        assertThat(problems.errors())
                .extracting(Problem::toString)
                .satisfiesExactlyInAnyOrder(
                        said -> assertThat(said).contains("only one document may stand in a file"),
                        said -> assertThat(said).startsWith("file.yaml:1: not well-formed: while parsing"),
                        said -> assertThat(said).contains("not well-formed: special characters"),
                        said -> assertThat(said).isEqualTo("file.yaml: must be at most 200 characters: 201"));
    }

    @Test
    void aKindNeverRepeatsATextThatMayBeASecret() {
        assertThat(new Node.Scalar(1, "geheim").kind()).isEqualTo("a text");
        assertThat(new Node.Scalar(1, "2.50").shown()).isEqualTo("'2.50'");
        assertThat(new Node.Items(1, List.of()).shown()).isEqualTo("a list");
    }

    @Test
    void aFieldNobodyAskedForIsAnError() {
        Section section = new Section((Node.Fields) requireNonNull(yaml("{a: 1, b: 2}")), "x[0]", problems);

        assertThat(section.text("a")).isEqualTo("1");
        section.end();

        assertThat(problems.errors())
                .extracting(Problem::toString)
                .containsExactly("file.yaml:1: x[0].b: is not a field here; known are a");
    }
}
