package io.spendstream.console.page;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.nio.file.Path;

/**
 * Pictures of the page for people. They are written to {@code target/screenshots}; with {@code -Dscreenshots.update=true}
 * also to {@code docs/images}, which the README shows.
 */
final class Picture {
    private static final Path TARGET = Path.of("target", "screenshots");
    private static final Path DOCS = Path.of("..", "docs", "images");

    private static final double MARGIN = 12; // as wide as the edge of the narrow page

    private Picture() {}

    /** Takes what {@code page} shows now. */
    static void take(Page page, String name) {
        take(page, name, new Page.ScreenshotOptions());
    }

    /** Takes what {@code page} shows down to the end of {@code last}, so that nothing is cut through. */
    static void take(Page page, String name, Locator last) {
        BoundingBox box = last.boundingBox();
        double height = box.y + box.height + MARGIN;
        int width = page.viewportSize().width;
        take(page, name, new Page.ScreenshotOptions().setFullPage(true).setClip(0, 0, width, height));
    }

    /** Takes it with every animation at its end: what has just arrived looks like what was there. */
    private static void take(Page page, String name, Page.ScreenshotOptions options) {
        page.mouse().move(0, 0);
        options.setAnimations(ScreenshotAnimations.DISABLED);
        page.screenshot(options.setPath(TARGET.resolve(name)));
        if (Boolean.getBoolean("screenshots.update")) {
            page.screenshot(options.setPath(DOCS.resolve(name)));
        }
    }
}
