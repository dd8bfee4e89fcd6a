#include "number.h"
#include "cursor.h"
#include "mark.h"

static bool is_year_bracket(uint32_t code, bool closing) {
    code = character_narrow(code);
    return closing ? code == 0x3015 || code == ']' || code == ')' || code == 0x3011 || code == 0x3009
                   : code == 0x3014 || code == '[' || code == '(' || code == 0x3010 || code == 0x3008;
}

/* Behind the prefix: 〔2021〕24号, 〔2021〕第24号; the end of it, 0 when it is something else. */
static uint32_t number_tail(const Text *text, uint32_t start, uint32_t end) {
    Cursor cursor = {text, start, end};
    if (!is_year_bracket(cursor_take(&cursor), false)) return 0;
    for (int digit = 0; digit < 4; digit++) {
        const uint32_t code = character_narrow(cursor_take(&cursor));
        if (code < '0' || code > '9') return 0;
    }
    if (!is_year_bracket(cursor_take(&cursor), true)) return 0;
    uint32_t code = cursor_take(&cursor), digits = 0;
    while (code && (character_is_blank(code) || code == 0x7B2C)) code = cursor_take(&cursor); /* 第 */
    for (; character_narrow(code) >= '0' && character_narrow(code) <= '9'; digits++) code = cursor_take(&cursor);
    while (digits && character_is_blank(code) && code) code = cursor_take(&cursor);
    return digits && code == 0x53F7 ? cursor.at : 0; /* 号 */
}

bool number_is_tail(const char *number, uint32_t at, uint32_t end) {
    const Text text = {.bytes = number, .size = end};
    return number_tail(&text, at, end) == end;
}

bool number_find(const Text *text, Span span, Span *number) {
    uint32_t prefix = span.start, characters = 0;
    size_t length;
    for (uint32_t at = span.start; at < span.end; at += (uint32_t)length) {
        const uint32_t code = span_character(text, at, span.end, &length);
        const uint32_t end = characters >= 2 ? number_tail(text, at, span.end) : 0;
        if (end) {
            *number = (Span){prefix, end};
            return true;
        }
        if (character_is_han(code) || (characters && character_is_blank(code))) {
            characters++;
        } else {
            prefix = at + (uint32_t)length;
            characters = 0;
        }
    }
    return false;
}

bool number_is_order(const Lines *lines, const Line *line, Span *number) {
    Cursor cursor = {lines->text, line->span.start, line->span.end};
    LexiconMatch order;
    const bool says_order = span_contains(lines, line->span, LEXICON_ORDER, &order);
    if (says_order)
        cursor.at = order.end;
    else if (line == lines->items || !span_ends(lines, line[-1].span, LEXICON_ORDER, NULL))
        return false;
    cursor_skip_blanks(&cursor);
    if (cursor_take(&cursor) != 0x7B2C) return false;
    cursor_skip_blanks(&cursor);
    if (!mark_numeral(cursor.text, &cursor.at, cursor.end)) return false;
    uint32_t code = cursor_take(&cursor);
    while (code && character_is_blank(code)) code = cursor_take(&cursor);
    *number = (Span){line->span.start, cursor.at};
    return code == 0x53F7 && cursor.at == cursor.end;
}

bool number_is_line(const Lines *lines, const Line *line, Span *number) {
    if (line->characters > 40 || line->more || line->sentence_end) return false;
    if (number_is_order(lines, line, number)) return true;
    if (!number_find(lines->text, line->span, number)) return false;
    size_t length;
    const bool apart = number->end == line->span.end ||
                       character_is_blank(span_character(lines->text, number->end, line->span.end, &length));
    const uint32_t before = span_length(lines->text, (Span){line->span.start, number->start});
    const Span head_of_sheet = span_trim(lines->text, (Span){line->span.start, number->start});
    LexiconMatch letterhead; /* 某市人大常委会文件(某人常〔2017〕19号) */
    if (span_contains(lines, head_of_sheet, LEXICON_LETTERHEAD, &letterhead) && head_of_sheet.end - letterhead.end <= 3)
        return true;
    return before <= 4 && (apart || span_length(lines->text, (Span){number->end, line->span.end}) <= 4);
}

bool number_is_issue(const Lines *lines, const Line *line) {
    const Text *text = lines->text;
    Cursor cursor = {text, line->span.start, line->span.end};
    if (cursor_take(&cursor) != 0x7B2C) return false;
    cursor_skip_blanks(&cursor);
    return mark_numeral(text, &cursor.at, cursor.end) && cursor_take(&cursor) == 0x671F; /* 期 */
}
