package io.spendstream.producer.reading;

import io.spendstream.contract.Attribution;
import io.spendstream.contract.EventId;
import io.spendstream.contract.UsageCounts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link UsageReader} that follows the rules of a {@link Shape}. Thread-safe. */
final class ShapeReader implements UsageReader {
    /** Room for the provider, a colon and the number of a further line in an event id. */
    private static final int RESPONSE_ID_LENGTH_MAX = Attribution.TEXT_LENGTH_MAX - 64;

    private final ReadableApi api;
    private final Shape shape;
    private final EventId ids;

    ShapeReader(ReadableApi api, Shape shape, EventId ids) {
        this.api = api;
        this.shape = shape;
        this.ids = ids;
    }

    @Override
    public ReadableApi api() {
        return api;
    }

    Shape shape() {
        return shape;
    }

    /** Returns this reader for an API of the same shape. */
    ShapeReader forApi(ReadableApi other) {
        return new ShapeReader(other, shape, ids);
    }

    /** Returns the reader whose rules are those for {@code request}. */
    private ShapeReader forRequest(ReadRequest request) {
        Shape own = shape.forRequest(request);
        return own == shape ? this : new ShapeReader(api, own, ids);
    }

    @Override
    public ReadUsage read(byte[] body, ReadRequest request) {
        return forRequest(request).readBody(body, request);
    }

    private ReadUsage readBody(byte[] body, ReadRequest request) {
        var fold = new Fold(shape);
        boolean whole = fold.document(body, 0, body.length);
        Sighting call = fold.call();
        if (!whole) {
            call.forgetUsage();
            call.mark(ReadFlag.MALFORMED);
        } else if (!isArray(body)) {
            call.markEnded();
        }
        return result(call, request, null);
    }

    @Override
    public StreamedUsage stream(ReadRequest request, StreamFormat format) {
        return new FoldedStream(forRequest(request), request, ids.mint(), format);
    }

    /**
     * Returns what is known of {@code call} as a reading.
     *
     * @param callId what identifies the call if the response does not; null if nothing was made for that yet
     */
    ReadUsage result(Sighting call, ReadRequest request, @Nullable String callId) {
        var draft = new Draft(api, request);
        call.flag(draft);
        ReadStatus status = ReadStatus.MISSING;
        List<UsageLine> lines = List.of();
        if (!shape.isBillable()) {
            status = ReadStatus.NOT_BILLABLE;
        } else if (shape.hasUsage(call, request)) {
            try {
                lines = shape.lines(call, draft);
                status = lines.get(0).usage().isEmpty() ? ReadStatus.MISSING : status(call);
            } catch (ArithmeticException | IllegalArgumentException e) {
                // counts whose sum is beyond any call are not counts
                draft.flag(ReadFlag.MALFORMED);
            }
        }
        if (lines.isEmpty()) {
            lines = List.of(draft.line(call.text(Text.MODEL), shape.tier(call, request), UsageCounts.none()));
        }
        String responseId = usableId(shape.responseId(call, request));
        return new ReadUsage(
                status,
                responseId,
                callId != null ? callId : responseId != null ? responseId : ids.mint(),
                lines,
                shape.cost(call),
                draft.flags());
    }

    private ReadStatus status(Sighting call) {
        if (!call.isEnded()) {
            return ReadStatus.PROVISIONAL;
        }
        return shape.isPartial(call) ? ReadStatus.PARTIAL : ReadStatus.FINAL;
    }

    /** Returns whether {@code body} is an array of events: a stream written down, whose end must be seen in it. */
    private static boolean isArray(byte[] body) {
        for (byte b : body) {
            if (b > ' ') {
                return b == '[';
            }
        }
        return false;
    }

    /** Returns {@code id} if an event id can be made of it, else null: the call's own id is then used. */
    private static @Nullable String usableId(@Nullable String id) {
        if (id == null || id.isEmpty() || id.length() > RESPONSE_ID_LENGTH_MAX) {
            return null;
        }
        for (int i = 0; i < id.length(); i++) {
            if (id.charAt(i) <= ' ' || id.charAt(i) >= 0x7f) {
                return null;
            }
        }
        return id;
    }
}
