package io.spendstream.producer.reading;

/**
 * Endpoints that count tokens and charge nothing: what they answer looks like usage and is none.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses/input-tokens">OpenAI, responses.input_tokens</a>
 * @see <a href="https://platform.claude.com/docs/en/api/messages-count-tokens">Anthropic, messages.count_tokens</a>
 * @see <a href="https://ai.google.dev/api/tokens">Google, countTokens</a>
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html">Bedrock, count-tokens</a>
 */
final class FreeShape extends Shape {
    FreeShape() {
        super(new Paths().error("error"), Convention.ALL_INSIDE);
    }

    @Override
    boolean isLast(Sighting call, Sighting event) {
        return true;
    }

    @Override
    boolean isBillable() {
        return false;
    }
}
