package io.spendstream.console.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The browser that is installed on this machine, without a window. On a machine without one a test that wants it is
 * skipped, except where {@code CI} is set: a page that was not looked at must not look green there.
 */
final class Chromium implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Chromium.class);
    private static final double PATIENCE_MS = 120_000;
    private static final String HOW = "no Chromium on the PATH, so the page is not tested: apt-get install chromium";

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** Skips the test if there is no browser; where {@code CI} is set, fails it. */
    static void assumeInstalled() {
        if (installed().isEmpty()) {
            LOG.warn("SKIPPED: {}", HOW);
            assertThat(System.getenv("CI")).as(HOW).isNull();
        }
        assumeTrue(installed().isPresent(), HOW);
    }

    private static Optional<Path> installed() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> Arrays.stream(new String[] {"chromium", "chromium-browser", "google-chrome"})
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts the browser. */
    static Chromium start() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        var environment = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        try {
            var options = new BrowserType.LaunchOptions()
                    .setExecutablePath(installed().orElseThrow())
                    .setArgs(List.of("--no-sandbox", "--disable-gpu"));
            return new Chromium(playwright, playwright.chromium().launch(options));
        } catch (RuntimeException e) {
            playwright.close();
            throw e;
        }
    }

    /** Opens a tab of a person of their own, with nothing stored. */
    Tab open(Look look, String url) {
        var options = new Browser.NewContextOptions()
                .setViewportSize(look.width(), look.height())
                .setDeviceScaleFactor(look.scale())
                .setColorScheme(look.theme())
                .setTimezoneId("UTC")
                .setLocale("en-US");
        var context = browser.newContext(options);
        context.setDefaultTimeout(PATIENCE_MS);
        return new Tab(context, url);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
