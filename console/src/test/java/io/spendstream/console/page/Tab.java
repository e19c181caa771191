package io.spendstream.console.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The page in a tab, and everything that it asked for or complained of. Not thread-safe. */
final class Tab implements AutoCloseable {
    private final BrowserContext context;
    private final String url;
    private final Page page;
    private final List<String> requests = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    Tab(BrowserContext context, String url) {
        this.context = context;
        this.url = url;
        page = context.newPage();
        page.onRequest(request -> requests.add(request.url()));
        page.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type())) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(url);
    }

    Page page() {
        return page;
    }

    /** Waits until the page is live. */
    Tab live() {
        assertThat(at("#connection")).hasAttribute("data-state", "live");
        return this;
    }

    /** Waits until the views have been filled. */
    Tab filled() {
        live();
        assertThat(at("#figures .figure")).hasCount(5);
        assertThat(at(".legend li").first()).isVisible();
        assertThat(at("#breakdown").getByRole(AriaRole.TABLE)).isVisible();
        assertThat(at("#budgets .budget").first()).isVisible();
        assertThat(at("#tail .event").first()).isVisible();
        return this;
    }

    Locator at(String selector) {
        return page.locator(selector);
    }

    /** Returns the row of the drill-down that is headed {@code name}. */
    Locator row(String name) {
        return at("#breakdown tbody tr")
                .filter(new Locator.FilterOptions().setHas(page.locator("th[title=\"%s\"]".formatted(name))));
    }

    /** Follows the link of the row that is headed {@code name}. */
    void drillInto(String name) {
        row(name).getByRole(AriaRole.LINK).click();
    }

    /** Chooses {@code text} of a switch. */
    void choose(String text) {
        at("#switches label")
                .filter(new Locator.FilterOptions().setHasText(text))
                .click();
    }

    /** Waits until {@code text} is chosen. */
    void assertChosen(String text) {
        assertThat(page.getByRole(
                        AriaRole.RADIO,
                        new Page.GetByRoleOptions().setName(text).setExact(true)))
                .isChecked();
    }

    /** Waits until the address says {@code query}, such as {@code ?by=model}. */
    void assertAddress(String query) {
        assertThat(page).hasURL(url + query);
    }

    /** Returns what the page complained of so far. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Forgets what the page complained of: the test has taken its server away. */
    void forgiveComplaints() {
        complaints.clear();
    }

    /** Checks that the page complained of nothing and asked nobody but its own server; closes it. */
    @Override
    public void close() {
        try {
            String origin = "http://" + URI.create(url).getAuthority() + "/";
            assertThat(complaints).as("what the browser's console says").isEmpty();
            assertThat(requests)
                    .isNotEmpty()
                    .allSatisfy(request -> assertThat(request).startsWith(origin));
        } finally {
            context.close();
        }
    }
}
