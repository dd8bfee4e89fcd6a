#include "title.h"

/* 【总则】, 〖总则〗, （总则）: brackets around all of a title are not in it. */
static Span without_outer_brackets(const Lines *lines, Span span) {
    const uint32_t first = span_first(lines->text, span), last = span_last(lines->text, span);
    const bool narrow = first == '(' && last == ')';
    const bool wide = (first == 0x3010 && last == 0x3011) || (first == 0x3016 && last == 0x3017) ||
                      (first == 0xFF08 && last == 0xFF09);
    const uint32_t width = narrow ? 1 : 3;
    if (!narrow && !wide) return span;
    const Span inner = span_trim(lines->text, (Span){span.start + width, span.end - width});
    return span_find(lines->text, inner, '(') < inner.end ? span : inner;
}

/* Strips what is no part of a title: a final 。, ——, Markdown's **. */
static Span bare_title(const Lines *lines, Span span) {
    span = span_trim(lines->text, span);
    for (;;) {
        const uint32_t last = span_last(lines->text, span);
        if (last == 0x3002 || last == 0x2014 || last == 0x2015)
            span.end -= 3;
        else if (last == '*' || last == '#')
            span.end--;
        else
            break;
        span = span_trim(lines->text, span);
    }
    return without_outer_brackets(lines, span);
}

void line_accept(const Lines *lines, Line *line, SectionStyle style, Span title) {
    line->heading = true;
    line->style = style;
    line->title = bare_title(lines, title);
    if (style == SECTION_HEADING) line->kind = PARAGRAPH_HEADING;
}

static bool is_ascii_digit(uint32_t code) {
    code = character_narrow(code);
    return code >= '0' && code <= '9';
}

/* Where the number that starts at `at` ends, and how many digits it has. */
static uint32_t number_end(const Lines *lines, uint32_t at, uint32_t end, uint32_t *digits) {
    size_t length;
    *digits = 0;
    while (at < end) {
        const uint32_t code = span_character(lines->text, at, end, &length);
        if (!is_ascii_digit(code) && character_narrow(code) != '.') break;
        *digits += 1;
        at += (uint32_t)length;
    }
    return at;
}

/* 三千万元, 两万余户: a digit and a multiplier; 千村示范 and 万企上云 have no digit. */
static bool tells_han_amount(const Lines *lines, uint32_t at, uint32_t end) {
    static const uint32_t digits[] = {0x4E00, 0x4E8C, 0x4E24, 0x4E09, 0x56DB, 0x4E94,
                                      0x516D, 0x4E03, 0x516B, 0x4E5D, 0x51E0, 0x6570}; /* 一二两三四五六七八九几数 */
    size_t length;
    const uint32_t digit = span_character(lines->text, at, end, &length);
    at += (uint32_t)length;
    if (at >= end) return false;
    const uint32_t unit = span_character(lines->text, at, end, &length);
    if (unit != 0x767E && unit != 0x5343 && unit != 0x4E07 && unit != 0x4EBF) return false; /* 百千万亿 */
    for (size_t index = 0; index < sizeof digits / sizeof *digits; index++)
        if (digits[index] == digit) return true;
    return false;
}

bool span_tells_figure(const Lines *lines, Span span, bool years) {
    uint32_t quoted = 0, digits;
    size_t length;
    for (uint32_t at = span.start; at < span.end; at += (uint32_t)length) {
        const uint32_t code = span_character(lines->text, at, span.end, &length);
        if (code == 0x201C || code == '(' || code == 0xFF08) quoted++;
        if ((code == 0x201D || character_narrow(code) == ')') && quoted) quoted--;
        if (!quoted && tells_han_amount(lines, at, span.end)) return true;
        if (!is_ascii_digit(code) || quoted) continue;
        const uint32_t behind = number_end(lines, at, span.end, &digits);
        const Span rest = {behind, span.end};
        const bool year = digits == 4 && span_first(lines->text, rest) == 0x5E74; /* 年 */
        if (rest.start < rest.end && (!year || years) && span_begins(lines, rest, LEXICON_COUNTED, NULL)) return true;
        length = behind - at;
    }
    return false;
}

bool line_is_plain(const Line *line) {
    if (line->mark.form != MARK_NONE || line->more || line->sentence_end) return false;
    const uint32_t last = character_narrow(line->last);
    return last != ',' && last != 0x3001 && last != ':' && last != 0x2026;
}

Span span_without_bracket(const Lines *lines, Span span) {
    const uint32_t last = character_narrow(span_last(lines->text, span));
    if (last != ')') return span;
    uint32_t open = span.start;
    for (Span rest = span; (open = span_find(lines->text, rest, '(')) < span.end;) {
        rest.start = open + 1;
        if (span_find(lines->text, rest, '(') == span.end) return span_trim(lines->text, (Span){span.start, open});
    }
    return span;
}

bool line_ends_whole(const Line *line) {
    if (line->kind != PARAGRAPH_TEXT || line->mark.form != MARK_NONE) return true;
    const uint32_t last = character_narrow(line->last);
    return last == 0x3002 || last == '!' || last == '?' || last == ':' || last == ';' || last == ')' ||
           last == 0x201D || last == 0x2026 || last == 0x2014 || last == 0x3011;
}
