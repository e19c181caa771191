package io.spendstream.producer.reading;

/**
 * Chat completions of OpenAI and of the many servers that took over their shape; completions and embeddings are the
 * same with fewer fields.
 *
 * <p>A stream reports usage in one last chunk without choices, and only if it was asked to; some servers report it in
 * every chunk, cumulatively. So the last one reported counts, and it is final once every choice that was begun is
 * finished. With several choices the prompt is counted once and the completion is the sum over all.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/object">OpenAI, chat</a>
 * @see <a href="https://platform.openai.com/docs/api-reference/embeddings/create">OpenAI, embeddings</a>
 * @see <a href="https://learn.microsoft.com/en-us/azure/ai-foundry/openai/reference">Azure, chat and embeddings</a>
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/bedrock-mantle.html">Bedrock, mantle chat</a>
 * @see <a href="https://docs.x.ai/docs/api-reference#chat-completions">xAI, chat</a>
 * @see <a href="https://openrouter.ai/docs/use-cases/usage-accounting">OpenRouter, chat</a>
 * @see <a href="https://docs.mistral.ai/api/endpoint/chat">Mistral, chat</a>
 * @see <a href="https://docs.mistral.ai/api/endpoint/embeddings">Mistral, embeddings</a>
 * @see <a href="https://docs.ollama.com/api/openai-compatibility">Ollama, chat.completions</a>
 * @see <a href="https://www.alibabacloud.com/help/en/model-studio/use-qwen-by-calling-api">Alibaba, chat</a>
 * @see <a href="https://inference-docs.cerebras.ai/api-reference/chat-completions">Cerebras, chat</a>
 * @see <a href="https://api-docs.deepseek.com/api/create-chat-completion">DeepSeek, chat</a>
 * @see <a href="https://console.groq.com/docs/api-reference">Groq, chat</a>
 * @see <a href="https://huggingface.co/docs/inference-providers/tasks/chat-completion">Hugging Face, chat</a>
 * @see <a href="https://lmstudio.ai/docs/developer/openai-compat">LM Studio, chat</a>
 * @see <a href="https://platform.moonshot.ai/docs/api/chat">Moonshot, chat</a>
 * @see <a href="https://docs.together.ai/reference/chat-completions-1">Together, chat</a>
 * @see <a href="https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html">vLLM, chat</a>
 * @see <a href="https://cloud.ibm.com/apidocs/watsonx-ai#text-chat">watsonx, text/chat</a>
 * @see <a href="https://docs.z.ai/api-reference/llm/chat-completion">Z.ai, chat</a>
 */
class ChatShape extends Shape {
    private static final Paths USAGE = new Paths()
            .count(Count.INPUT, "prompt_tokens")
            .count(Count.CACHE_READ, "prompt_tokens_details.cached_tokens")
            .count(Count.CACHE_WRITE, "prompt_tokens_details.cache_write_tokens")
            .count(Count.AUDIO_INPUT, "prompt_tokens_details.audio_tokens")
            .count(Count.IMAGE_INPUT, "prompt_tokens_details.image_tokens")
            .count(Count.VIDEO_INPUT, "prompt_tokens_details.video_tokens")
            .count(Count.OUTPUT, "completion_tokens")
            .count(Count.REASONING, "completion_tokens_details.reasoning_tokens")
            .count(Count.AUDIO_OUTPUT, "completion_tokens_details.audio_tokens")
            .count(Count.IMAGE_OUTPUT, "completion_tokens_details.image_tokens")
            .count(Count.TOTAL, "total_tokens")
            .text(Text.COST, GATEWAY_COST);

    private static final Paths CHOICE = new Paths().count(Count.INDEX, "index").text(Text.FINISH, "finish_reason");

    /** Creates the rules of a server whose numbers mean what {@code convention} says. */
    ChatShape(Convention convention) {
        this(convention, new Paths());
    }

    /** Creates the rules of a server that reports what stands at {@code more} inside its usage as well. */
    ChatShape(Convention convention, Paths more) {
        super(paths(more), convention);
    }

    private static Paths paths(Paths more) {
        return new Paths()
                .text(Text.ID, "id")
                .text(Text.MODEL, "model", "model_id")
                .text(Text.TIER, "service_tier")
                .error("error")
                .each(Series.CHOICES, "choices", CHOICE)
                .usage("usage", "x_groq.usage")
                .under("usage", USAGE)
                .under("usage", more)
                .under("x_groq.usage", USAGE);
    }

    @Override
    void element(Series series, Sighting element, Sighting event) {
        if (series == Series.CHOICES) {
            event.beginChoice(element.get(Count.INDEX), element.has(Text.FINISH));
        }
    }

    @Override
    void fold(Sighting call, Sighting event) {
        call.mergeChoices(event);
        super.fold(call, event);
    }

    @Override
    boolean isLast(Sighting call, Sighting event) {
        return call.hasCounts() && call.allChoicesFinished();
    }
}
