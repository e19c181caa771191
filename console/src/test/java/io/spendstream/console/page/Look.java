package io.spendstream.console.page;

import com.microsoft.playwright.options.ColorScheme;

/**
 * How a person looks at the page.
 *
 * @param width of the window, in pixels
 * @param height of the window, in pixels
 * @param scale how many dots a pixel has
 * @param theme what their system is set to
 */
record Look(int width, int height, double scale, ColorScheme theme) {
    /** A laptop, in light. */
    static final Look LIGHT = new Look(1280, 1000, 1, ColorScheme.LIGHT);

    /** A laptop, in dark. */
    static final Look DARK = new Look(1280, 1000, 1, ColorScheme.DARK);

    /** A telephone, in light. */
    static final Look NARROW = new Look(400, 800, 1, ColorScheme.LIGHT);

    /** A telephone, in dark. */
    static final Look NARROW_DARK = new Look(400, 800, 1, ColorScheme.DARK);
}
