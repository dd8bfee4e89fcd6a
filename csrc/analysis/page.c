#include "page.h"
#include "person.h"
#include "title.h"

/* Longest title of an article, in characters. */
#define ARTICLE_TITLE_LIMIT 90u

/* □ 李明; □ 时评员 李明 */
static bool is_signed(const Lines *lines, const Line *line, Span span) {
    if (line->characters > 15) return false;
    const uint32_t space = span_find(lines->text, span, ' ');
    const Span name = span_trim(lines->text, (Span){space, span.end});
    return span_could_be_name(lines, span) || (space < span.end && span_could_be_name(lines, name));
}

bool page_is_byline(const Lines *lines, const Line *line) {
    Span span = line->mark.form == MARK_SYMBOL ? (Span){line->mark.end, line->span.end} : line->span;
    const uint32_t first = span_first(lines->text, span);
    if (character_narrow(first) == '(') span.start += first == '(' ? 1 : 3;
    return (line->mark.form == MARK_SYMBOL && is_signed(lines, line, span)) ||
           span_begins(lines, span, LEXICON_BYLINE, NULL);
}

static bool could_title_article(const Lines *lines, const Line *line) {
    return line->kind == PARAGRAPH_TEXT && line_is_plain(line) && line->characters >= 6 &&
           line->characters <= ARTICLE_TITLE_LIMIT && !line_names_person(lines, line) &&
           character_narrow(span_first(lines->text, line->span)) != '(' &&
           !span_contains(lines, line->span, LEXICON_REPORTING, NULL);
}

/* The title over a byline: the topmost of the plain lines and ——subtitles right above it, three at the most. */
static Line *title_above(Lines *lines, size_t byline) {
    Line *title = NULL;
    for (size_t index = byline; index-- > 0 && byline - index <= 3;) {
        Line *line = &lines->items[index];
        if (line->mark.form == MARK_DASH && line->kind == PARAGRAPH_TEXT && !line->sentence_end) continue;
        if (!could_title_article(lines, line)) break;
        title = line;
        if (line->blanks && index + 1 < byline && !line[1].blanks) break;
    }
    return title;
}

static Mark article_mark(const Line *title) {
    return (Mark){MARK_MARKDOWN, 1, 0, {title->span.start, title->span.start}, title->span.start};
}

void page_mark_articles(Lines *lines) {
    for (int pass = 0, found = 0; pass < 2; pass++) {
        for (size_t index = 0; index < lines->count; index++) {
            const Line *line = &lines->items[index];
            if (line->kind != PARAGRAPH_TEXT && line->kind != PARAGRAPH_DATELINE) continue;
            if (!page_is_byline(lines, line)) continue;
            Line *title = title_above(lines, index);
            if (!title) continue;
            found++;
            if (pass == 0) continue;
            title->mark = article_mark(title);
            for (Line *subtitle = title + 1; subtitle < line; subtitle++) subtitle->kind = PARAGRAPH_TITLE;
        }
        if (found < 2) return;
    }
    for (size_t index = 0; index < lines->count; index++)
        if (span_is(lines, lines->items[index].span, LEXICON_COLUMN))
            lines->items[index].mark = article_mark(&lines->items[index]);
}

/* A plan whose parts are all # is no page: its first # is a plan's title. */
uint32_t page_count_articles(const Lines *lines) {
    uint32_t articles = 0;
    for (size_t index = 0; index < lines->count; index++) {
        const Line *line = &lines->items[index];
        const Mark *mark = &line->mark;
        const bool top = mark->form == MARK_MARKDOWN && mark->variant == 1;
        if (top && !articles && span_ends(lines, span_without_bracket(lines, line->span), LEXICON_PLAN, NULL)) return 0;
        articles += lines->items[index].kind <= PARAGRAPH_HEADING && mark->form == MARK_MARKDOWN &&
                    mark->variant == 1 && !mark->ordinal;
    }
    return articles;
}
