package io.spendstream.stream.pricing.lists;

/**
 * What was not taken from a list.
 *
 * @param key where it stands in the list
 * @param isWhole whether the model was left out; else only the part that the reason names
 * @param reason why
 */
public record Quarantined(String key, boolean isWhole, String reason) {
    @Override
    public String toString() {
        return (isWhole ? "not taken " : "taken in part ") + key + ": " + reason;
    }
}
