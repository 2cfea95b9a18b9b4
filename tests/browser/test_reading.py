"""What a reader does with the site: previews, search, settings, print, no script; all from a disk."""

import re

import pytest

pytestmark = pytest.mark.browser

ARTICLE = "articles/port-talks.html"
PREVIEW = ".preview"


def name_link(page):
    return page.locator("#p1 a.person")


# Previews ---------------------------------------------------------------------------------------------------------


def test_pointing_at_a_name_tells_who_it_is_and_the_pointer_may_enter(read):
    page = read().open(ARTICLE)
    name_link(page).hover()
    card = page.locator(PREVIEW)
    card.wait_for()
    assert "Transport Minister" in card.inner_text()
    assert "2 documents" in card.inner_text()
    card.hover()
    page.wait_for_timeout(500)
    assert card.is_visible()
    page.mouse.move(5, 5)
    card.wait_for(state="detached")


def test_a_name_reached_by_keyboard_tells_who_it_is_until_escape(read):
    page = read().open(ARTICLE)
    page.locator("#p1 a.no").focus()
    page.keyboard.press("Tab")
    page.locator(PREVIEW).wait_for()
    assert name_link(page).get_attribute("aria-describedby") == "preview"
    page.keyboard.press("Escape")
    assert page.locator(PREVIEW).count() == 0
    assert name_link(page).evaluate("link => link === document.activeElement")


def test_a_tap_shows_a_second_tap_follows_and_a_tap_elsewhere_closes(read):
    page = read(has_touch=True, viewport={"width": 360, "height": 740}).open(ARTICLE)
    name_link(page).tap()
    page.locator(PREVIEW).wait_for()
    assert page.url.endswith(ARTICLE)
    page.locator("h1").tap()
    page.locator(PREVIEW).wait_for(state="detached")
    name_link(page).tap()
    page.locator(PREVIEW).wait_for()
    name_link(page).tap()
    page.wait_for_url("**/people/helena-duarte.html")


def test_dates_notes_and_see_references_have_previews_too(read):
    reader = read()
    page = reader.open(ARTICLE)
    for link, words in (
        (".text a.date", "Thursday 14 March 2019"),
        (".text a.ref", "minute of the ministry"),
        ("a.anchor", "It did so"),
    ):
        page.locator(link).first.hover()
        page.locator(PREVIEW).filter(has_text=words).wait_for()
        page.keyboard.press("Escape")
    page = reader.open("index-of-names.html")
    page.locator("a.see").first.hover()
    page.locator(PREVIEW).filter(has_text="Duarte, Helena").wait_for()


def test_previews_can_be_switched_off_for_good(read):
    reader = read()
    page = reader.open(ARTICLE)
    page.get_by_role("group", name="Previews").get_by_role("button", name="Off").click()
    page = reader.open(ARTICLE)
    name_link(page).hover()
    page.wait_for_timeout(600)
    assert page.locator(PREVIEW).count() == 0


# Search -----------------------------------------------------------------------------------------------------------


def results(page):
    page.locator("#count", has_text=re.compile("for “")).wait_for()
    return page.locator("#results")


def test_the_box_on_every_page_leads_to_results_from_a_disk(read):
    page = read().open(ARTICLE)
    page.locator("#find").fill("setubal")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=setubal")
    found = results(page)
    assert found.locator("section").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))") == [
        "Places",
        "Documents",
        "Chronology",
    ]
    assert "Setúbal" in found.locator("mark").all_inner_texts()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("cal", "Rui Calado"),  # the beginning of a word
        ("SETÚBAL", "Setúbal"),
        ("delegatoin", "delegation"),  # two letters swapped
        ("dockrs", "dockers"),
        ("14 march 2019", "Thursday 14 March 2019"),
        ("duarte books", "open its books"),
    ],
)
def test_searches_forgive(read, query, words):
    page = read().open(f"search.html?q={query}")
    assert words in results(page).inner_text()


def test_the_number_found_is_announced_and_the_words_stay_in_the_address(read):
    page = read().open("search.html")
    assert page.locator("#q").evaluate("box => box === document.activeElement")
    page.keyboard.type("harbour")
    page.locator("[role=status]", has_text="3 results for “harbour”").wait_for()
    page.wait_for_function("location.search === '?q=harbour'")


def test_back_leads_to_the_question_before(read):
    page = read().open("search.html?q=duarte")
    results(page)
    page.locator("#q").fill("calado")
    page.locator("#count", has_text="for “calado”").wait_for()
    page.locator("#results h3 a").first.click()
    page.wait_for_url("**/people/rui-calado.html")
    page.go_back()
    page.locator("#count", has_text="for “calado”").wait_for()
    page.go_back()
    page.locator("#count", has_text="for “duarte”").wait_for()
    assert page.locator("#q").input_value() == "duarte"


def test_what_is_not_in_the_book_is_said_with_what_comes_nearest(read):
    page = read().open("search.html?q=harpsichord")
    page.locator("#count", has_text="“harpsichord” is not in this book. Below is what comes nearest.").wait_for()
    page.get_by_role("link", name="harbour", exact=True).click()
    page.locator("#count", has_text="3 results for “harbour”").wait_for()
    assert page.url.endswith("?q=harbour")


def test_a_slip_is_named_with_the_word_that_was_meant(read):
    page = read().open("search.html?q=dockrs")
    page.locator("#count", has_text="“dockrs” is not in this book; shown is “dockers”.").wait_for()


def test_words_in_quotation_marks_must_follow_each_other(read):
    reader = read()
    page = reader.open('search.html?q="open its books"')
    assert results(page).locator("mark").all_inner_texts()[-3:] == ["open", "its", "books"]
    page = reader.open('search.html?q="books open"')
    page.locator("#count", has_text="“books open” is not in this book.").wait_for()
    page.get_by_role("link", name="books open", exact=True).click()
    assert "open its books" in results(page).inner_text()


def test_words_that_only_one_document_has_find_it_though_no_passage_has_both(read):
    page = read().open("search.html?q=dockers books")
    found = results(page)
    assert "1 result for “dockers books”: documents 1." in page.locator("#count").inner_text()
    assert "Port talks resume" in found.inner_text()


def test_words_that_no_document_has_together_still_find(read):
    page = read().open("search.html?q=dockers calendar")
    page.locator("#count", has_text="No document has all the words").wait_for()


def test_other_scripts_are_searched_too(read):
    page = read().open("search.html?q=بكم")
    assert "بكم" in results(page).locator("mark").all_inner_texts()


def test_arrow_keys_walk_through_the_results(read):
    page = read().open("search.html?q=duarte")
    results(page)
    page.locator("#q").focus()
    page.keyboard.press("ArrowDown")
    assert page.locator("#results h3 a").first.evaluate("link => link === document.activeElement")
    page.keyboard.press("ArrowUp")
    assert page.locator("#q").evaluate("box => box === document.activeElement")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.locator("#q").evaluate("box => box === document.activeElement")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/helena-duarte.html")


@pytest.mark.parametrize("query", ["<img src=x onerror=alert(1)>", "__proto__", "constructor", "%", "\u202e"])
def test_strange_words_do_no_harm(read, query):
    page = read().open("search.html")
    page.locator("#q").fill(query)
    page.keyboard.press("Enter")
    page.locator("#count", has_text="“").wait_for()
    assert page.locator("#results img").count() == 0


# Settings, print, no script ---------------------------------------------------------------------------------------


def ground(page) -> str:
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


def test_light_and_dark_follow_the_system_and_the_readers_choice(read):
    reader = read(color_scheme="dark")
    dark = ground(reader.open("index.html"))
    reader.page.get_by_role("button", name="Light", exact=True).click()
    light = ground(reader.page)
    assert light != dark
    assert ground(reader.open(ARTICLE)) == light
    other = read(color_scheme="light")
    assert ground(other.open("index.html")) == light


def test_the_size_of_type_is_remembered(read):
    reader = read()
    size = "parseFloat(getComputedStyle(document.querySelector('#p1')).fontSize)"
    before = reader.open(ARTICLE).evaluate(size)
    reader.page.get_by_role("button", name="Larger").click()
    assert reader.open(ARTICLE).evaluate(size) > before * 1.1


def test_without_script_all_is_there(read):
    page = read(java_script_enabled=False).open(ARTICLE)
    assert page.locator("#p1").is_visible()
    assert not page.locator(".settings").is_visible()
    page.locator("#find").fill("harbour")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=harbour")
    assert page.get_by_text("Searching needs JavaScript").is_visible()


def test_notes_are_printed_and_the_frame_is_not(read):
    page = read().open(ARTICLE)
    page.emulate_media(media="print")
    assert page.get_by_text("The minute of the ministry").is_visible()
    assert page.get_by_text("It did so in").is_visible()
    assert not page.locator(".masthead nav").is_visible()
    assert not page.locator("#find").is_visible()


def test_the_keyboard_reaches_everything_and_nothing_covers_what_it_reaches(read):
    page = read(reduced_motion="reduce").open(ARTICLE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    wanted = page.locator("a[href], button, input, summary, [tabindex='0']").count()
    seen = 1
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        state = page.evaluate(
            """() => {
                const on = document.activeElement;
                if (on === document.body) return "out";
                const box = [...on.getClientRects()].find(one => one.width && one.height) || on.getBoundingClientRect();
                const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
                const free = top && (on.contains(top) || top.contains(on));
                return free && getComputedStyle(on).outlineStyle !== "none" ? "seen" : on.outerHTML;
            }"""
        )
        if state == "out" or page.evaluate("document.activeElement.className") == "skip":
            break
        # A button for those who see none stands in every search form.
        assert state == "seen" or state.startswith("<button>Search"), state
        seen += 1
    assert seen >= wanted - 1


def test_the_skip_link_leads_to_the_text(read):
    page = read().open(ARTICLE)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("address", [ARTICLE, "index.html", "made.html", "people/helena-duarte.html", "404.html"])
def test_nothing_moves_while_a_page_loads(read, address):
    page = read(viewport={"width": 1280, "height": 2400}).open(address)
    moved = page.evaluate(
        """() => new Promise(resolve => {
            let sum = 0;
            new PerformanceObserver(list => { for (const one of list.getEntries()) sum += one.value; }).observe({ type: "layout-shift", buffered: true });
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
        })"""
    )
    assert moved == 0


# What somebody new looks for -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("who is Helena Duarte", "people/helena-duarte.html"),
        ("every document that mentions Setubal", "places/setubal.html"),
        ("what was removed from the clipping of document 1", "made/port-talks.html"),
        ("how was this book made", "made.html"),
    ],
)
def test_a_question_in_plain_words_finds_its_answer(read, question, answer):
    page = read().open(f"search.html?q={question}")
    assert results(page).locator("h3 a").first.evaluate("link => link.href").endswith(answer)


def test_words_that_ask_are_looked_for_where_a_passage_has_them_and_the_answer_says_when_not(read):
    page = read().open("search.html?q=who is Helena Duarte")
    results(page)
    assert page.locator("#count").inner_text().startswith("Looked for “helena”, “duarte”. ")
    page = read().open('search.html?q="open its books"')
    results(page)
    assert "Looked for" not in page.locator("#count").inner_text()


def test_who_somebody_is_takes_one_step_from_the_first_page(read):
    page = read().open("index.html")
    page.get_by_role("navigation", name="Book").get_by_role("link", name="People & places").click()
    assert "Transport Minister" in page.get_by_role("row", name=re.compile("Duarte, Helena")).inner_text()


def test_every_document_that_names_a_place_is_linked_at_the_head_of_its_page(read):
    page = read().open("places/setubal.html")
    links = page.locator("header.head .where a")
    assert links.all_inner_texts() == ["Doc. 1", "Doc. 2"]
    links.last.click()
    assert page.locator("#in-2").is_visible()
    assert page.url.endswith("#in-2")


def test_what_was_removed_takes_one_step_from_the_document_and_one_to_each_kind(read):
    page = read().open(ARTICLE)
    page.get_by_role("link", name="See what was removed").click()
    page.get_by_role("row", name=re.compile("comments")).get_by_role("link").click()
    assert page.locator(":target").get_by_text("I never liked harbours.").is_visible()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_scrolls_sideways(read, site, width):
    reader = read(viewport={"width": width, "height": 700})
    for path in sorted(site.rglob("*.html")):
        page = reader.open(path.relative_to(site).as_posix())
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, path


def test_lines_have_60_to_75_characters(read):
    page = read().open(ARTICLE)
    width = page.evaluate(
        """() => {
            const p = document.querySelector('#p1'), range = document.createRange(), seen = new Map();
            for (const node of document.createTreeWalker(p, NodeFilter.SHOW_TEXT) ? [p] : []) range.selectNodeContents(node);
            const letter = document.createElement('span');
            letter.textContent = 'the quick brown fox jumps over the lazy dog and rests in the shade of a tree';
            p.append(letter);
            letter.style.whiteSpace = 'nowrap';
            return p.clientWidth / (letter.getBoundingClientRect().width / letter.textContent.length);
        }"""
    )
    assert 58 <= width <= 76


@pytest.mark.parametrize(
    "title", ["Harbours", "A longer title of a book on the harbours of the west and what was said of them"]
)
def test_the_destinations_stand_on_one_line_with_the_search_whatever_the_title(read, title):
    page = read().open("people.html")
    page.evaluate("title => document.querySelector('.book').textContent = title", title)
    middles = page.evaluate(
        "[...document.querySelectorAll('.masthead li, .masthead .find')].map(one => one.getBoundingClientRect())"
        ".map(box => Math.round((box.top + box.bottom) / 2))"
    )
    assert max(middles) - min(middles) < 6
