#include "line.h"
#include "mark.h"

/* Longer than any heading: beyond it lines need not be measured. */
#define ENOUGH_CHARACTERS 200u

/* {== Characters ============================================================ */

bool character_is_han(uint32_t code) {
    return (code >= 0x4E00 && code <= 0x9FFF) || (code >= 0x3400 && code <= 0x4DBF) || code == 0x3007 ||
           (code >= 0xF900 && code <= 0xFAFF) || (code >= 0x20000 && code <= 0x3FFFF);
}

static uint32_t character_before(const Text *text, uint32_t start, uint32_t end, uint32_t *before) {
    uint32_t at = end;
    do at--;
    while (at > start && ((unsigned char)text->bytes[at] & 0xC0) == 0x80);
    *before = at;
    size_t length;
    return span_character(text, at, end, &length);
}

/* ==} */

/* {== Spans ================================================================= */

uint32_t span_first(const Text *text, Span span) {
    size_t length;
    return span.start < span.end ? span_character(text, span.start, span.end, &length) : 0;
}

uint32_t span_last(const Text *text, Span span) {
    uint32_t before;
    return span.start < span.end ? character_before(text, span.start, span.end, &before) : 0;
}

uint32_t span_length(const Text *text, Span span) {
    uint32_t count = 0;
    for (uint32_t at = span.start; at < span.end; at++) count += ((unsigned char)text->bytes[at] & 0xC0) != 0x80;
    return count;
}

Span span_trim(const Text *text, Span span) {
    size_t length;
    while (span.start < span.end && character_is_blank(span_character(text, span.start, span.end, &length)))
        span.start += (uint32_t)length;
    uint32_t before;
    while (span.start < span.end && character_is_blank(character_before(text, span.start, span.end, &before)))
        span.end = before;
    return span;
}

/* The next character that counts when spans are compared, 0 at the end. */
static uint32_t next_counted(const Text *text, uint32_t *at, uint32_t end) {
    while (*at < end) {
        size_t length;
        const uint32_t code = span_character(text, *at, end, &length);
        *at += (uint32_t)length;
        const bool bracket = code >= 0x3008 && code <= 0x300B; /* 〈〉《》: a title's own change when it is cited */
        if (!character_is_blank(code) && !bracket && !(code == 0x3002 && *at == end)) return character_narrow(code);
    }
    return 0;
}

bool span_equal(const Text *text, Span a, Span b) {
    for (;;) {
        const uint32_t one = next_counted(text, &a.start, a.end), other = next_counted(text, &b.start, b.end);
        if (one != other) return false;
        if (!one) return true;
    }
}

uint64_t span_hash(const Text *text, Span span) {
    uint64_t hash = 14695981039346656037u;
    for (uint32_t code; (code = next_counted(text, &span.start, span.end));) hash = (hash ^ code) * 1099511628211u;
    return hash;
}

uint32_t span_find(const Text *text, Span span, uint32_t wanted) {
    size_t length;
    for (uint32_t at = span.start; at < span.end; at += (uint32_t)length)
        if (character_narrow(span_character(text, at, span.end, &length)) == wanted) return at;
    return span.end;
}

bool span_begins(const Lines *lines, Span span, LexiconCategory category, LexiconMatch *match) {
    return lexicon_begins(lines->lexicon, category, lines->text->bytes, span.start, span.end, match);
}

bool span_ends(const Lines *lines, Span span, LexiconCategory category, LexiconMatch *match) {
    return lexicon_ends(lines->lexicon, category, lines->text->bytes, span.start, span.end, match);
}

bool span_contains(const Lines *lines, Span span, LexiconCategory category, LexiconMatch *match) {
    return lexicon_contains(lines->lexicon, category, lines->text->bytes, span.start, span.end, match);
}

bool span_is(const Lines *lines, Span span, LexiconCategory category) {
    LexiconMatch match;
    return span_begins(lines, span, category, &match) && match.end == span.end;
}

bool span_is_spaced(const Lines *lines, Span span, LexiconCategory category) {
    char squeezed[32];
    uint32_t size = 0;
    size_t length;
    for (uint32_t at = span.start; at < span.end; at += (uint32_t)length) {
        const uint32_t code = span_character(lines->text, at, span.end, &length);
        if (character_is_blank(code)) continue;
        if (size + length > sizeof squeezed) return false;
        for (size_t byte = 0; byte < length; byte++) squeezed[size++] = lines->text->bytes[at + byte];
    }
    LexiconMatch match;
    return lexicon_begins(lines->lexicon, category, squeezed, 0, size, &match) && match.end == size;
}

/* ==} */

/* {== Lines ================================================================= */

static bool ends_sentence(uint32_t code) {
    return code == 0x3002 || code == 0xFF01 || code == '!' || code == 0xFF1F || code == '?' || code == 0xFF1B ||
           code == ';';
}

/* Behind 。 a closing quotation mark or bracket still belongs to the sentence: “……。”（……。） */
static bool closes(uint32_t code) {
    return code == 0x201D || code == 0x2019 || code == 0xFF09 || code == ')' || code == 0x300D || code == 0x300F ||
           code == '*';
}

/*
** Finds the first sentence behind the mark. A sentence sign inside brackets or quotation marks ends nothing: “双随机、
** 一公开。” in a heading is part of it.
*/
static void read_sentence(const Text *text, Line *line) {
    const uint32_t end = line->span.end;
    uint32_t depth = 0, count = 0, commas = 0;
    size_t length;
    line->sentence = span_trim(text, (Span){line->mark.end, end});
    for (uint32_t at = line->sentence.start; at < end; at += (uint32_t)length) {
        const uint32_t code = span_character(text, at, end, &length);
        if (code == 0x201C || code == 0xFF08 || code == '(' || code == 0x300A) depth++;
        if ((code == 0x201D || code == 0xFF09 || code == ')' || code == 0x300B) && depth) depth--;
        if (ends_sentence(code) && !depth) {
            line->sentence.end = at;
            line->sentence_end = code;
            uint32_t behind = at + (uint32_t)length;
            while (behind < end && closes(span_character(text, behind, end, &length))) behind += (uint32_t)length;
            const Span rest = span_trim(text, (Span){behind, end});
            line->more = rest.start < rest.end;
            break;
        }
        commas += code == 0xFF0C || code == ',';
        if (++count > ENOUGH_CHARACTERS) {
            line->more = true;
            break;
        }
    }
    line->commas = commas;
    line->sentence_characters = count;
}

/* **一、总体要求**: Markdown's signs for bold belong to neither mark nor title. */
static Span strip_bold(const Text *text, Span span, bool *whole) {
    const char *bytes = text->bytes;
    *whole = false;
    if (span.end - span.start < 5 || bytes[span.start] != '*' || bytes[span.start + 1] != '*') return span;
    const bool closed = bytes[span.end - 1] == '*' && bytes[span.end - 2] == '*';
    const Span inner = span_trim(text, (Span){span.start + 2, closed ? span.end - 2 : span.end});
    if (inner.start >= inner.end) return span;
    *whole = closed;
    return inner;
}

/* > 专栏1: Markdown's sign for a quoted block stands before the line, not in it. */
static Span strip_quote(const Text *text, Span span) {
    if (text->bytes[span.start] != '>' || text->bytes[span.start + 1] != ' ') return span;
    const Span inner = span_trim(text, (Span){span.start + 1, span.end});
    return inner.start < inner.end ? inner : span;
}

static void read_line(const Lines *lines, Line *line, Span span, uint32_t number, uint32_t blanks) {
    *line = (Line){.number = number, .blanks = blanks};
    span = line->span = strip_bold(lines->text, strip_quote(lines->text, span), &line->bold);
    Span measured = span;
    if (measured.end - measured.start > ENOUGH_CHARACTERS * 4) measured.end = measured.start + ENOUGH_CHARACTERS * 4;
    line->characters = span_length(lines->text, measured);
    line->mark = mark_read(lines, span);
    line->last = span_last(lines->text, span);
    read_sentence(lines->text, line);
}

bool lines_read(Lines *lines, const Text *text, const Lexicon *lexicon, Arena *arena) {
    *lines = (Lines){.text = text, .lexicon = lexicon};
    lines->items = arena_take(arena, (text->line_count + 1) * sizeof *lines->items);
    if (!lines->items) return false;
    uint32_t blanks = 1;
    for (size_t index = 0; index < text->line_count; index++) {
        const Span whole = {text->lines[index].start, text->lines[index].end};
        const Span span = span_trim(text, whole);
        if (span.start < span.end) {
            Line *line = &lines->items[lines->count++];
            read_line(lines, line, span, (uint32_t)index + 1, blanks);
            line->after_break = text->bytes[whole.start] == '\f';
        }
        blanks = span.start == span.end ? blanks + 1 : 0;
    }
    return true;
}

/* ==} */
