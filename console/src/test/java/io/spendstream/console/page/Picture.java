package io.spendstream.console.page;

import com.microsoft.playwright.Page;
import java.nio.file.Path;

/**
 * Pictures of the page for people. They are written to {@code target/screenshots}; with {@code -Dscreenshots.update=true}
 * also to {@code docs/images}, which the README shows.
 */
final class Picture {
    private static final Path TARGET = Path.of("target", "screenshots");
    private static final Path DOCS = Path.of("..", "docs", "images");

    private Picture() {}

    /** Takes what {@code page} shows now. */
    static void take(Page page, String name) {
        page.mouse().move(0, 0);
        var options = new Page.ScreenshotOptions().setPath(TARGET.resolve(name));
        page.screenshot(options);
        if (Boolean.getBoolean("screenshots.update")) {
            page.screenshot(options.setPath(DOCS.resolve(name)));
        }
    }
}
