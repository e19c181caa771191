package io.spendstream.contract.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/**
 * A secret that a process is given by either of two settings: the secret itself, or the name of a file that holds it.
 *
 * @param key the setting that is the secret, such as {@code jdbc.password}
 * @param fileKey the setting that names a file with it, such as {@code jdbc.password.file}
 */
public record SecretSetting(String key, String fileKey) {
    /** Returns what is wrong with how {@code values} give the secret. */
    public Optional<String> problem(Map<String, String> values) {
        return values.containsKey(key) && values.containsKey(fileKey)
                ? Optional.of("%s and %s are both set; set one of them".formatted(key, fileKey))
                : Optional.empty();
    }

    /**
     * Returns the secret, empty if none is given.
     *
     * @throws ConfigException if its file cannot be read
     */
    public Optional<String> read(AbstractConfig config) {
        String file = config.getString(fileKey);
        if (file == null) {
            return Optional.ofNullable(config.getPassword(key)).map(Password::value);
        }
        try {
            return Optional.of(Files.readString(Path.of(file)).replaceFirst("\\R\\z", ""));
        } catch (IOException e) {
            throw new ConfigException("%s cannot be read: %s".formatted(fileKey, e));
        }
    }
}
