#include "layout.h"
#include "date.h"
#include "mark.h"

#include <string.h>

/* A line that recurs at least so often beside page numbers is a running header. */
#define RUNNING_HEADER_TIMES 3u
#define SHORT_LINE 45u

/* {== Tables ================================================================ */

static bool is_pipe_row(const Text *text, const Line *line) {
    return text->bytes[line->span.start] == '|' && line->span.end - line->span.start > 1;
}

/* |---|:--:| : Markdown's rule under a table's head. */
static bool is_pipe_rule(const Text *text, const Line *line) {
    bool dash = false, pipe = false;
    for (uint32_t at = line->span.start; at < line->span.end; at++) {
        const char sign = text->bytes[at];
        if (!memchr("|-: \t", sign, 5)) return false;
        dash |= sign == '-';
        pipe |= sign == '|';
    }
    return dash && pipe;
}

static bool has_pipe(const Text *text, const Line *line) {
    return memchr(text->bytes + line->span.start, '|', line->span.end - line->span.start);
}

/* A table without pipes at its sides is known by its rule; it goes on while lines have pipes. */
static void mark_pipe_tables(Lines *lines) {
    for (size_t index = 0; index < lines->count; index++) {
        Line *line = &lines->items[index];
        if (is_pipe_row(lines->text, line)) line->kind = PARAGRAPH_TABLE;
        if (!is_pipe_rule(lines->text, line)) continue;
        line->kind = PARAGRAPH_TABLE;
        if (index && has_pipe(lines->text, line - 1)) line[-1].kind = PARAGRAPH_TABLE;
        for (Line *row = line + 1; row < lines->items + lines->count && has_pipe(lines->text, row); row++, index++)
            row->kind = PARAGRAPH_TABLE;
    }
}

/* Most lines have no tab, and no two spaces side by side: that is told without looking at every character. */
static bool has_gap(const Text *text, const Line *line, bool tabs) {
    const char *start = text->bytes + line->span.start;
    const size_t size = line->span.end - line->span.start;
    if (tabs) return memchr(start, '\t', size);
    const char *end = start + size;
    for (const char *at = start; (at = memchr(at, ' ', (size_t)(end - at))); at++)
        if (at + 1 < end && at[1] == ' ') return true;
    for (const char *at = start; (at = memchr(at, '\x80', (size_t)(end - at))); at++)
        if (at > start && at + 1 < end && at[-1] == '\xE3' && at[1] == '\x80') return true; /* U+3000 */
    return false;
}

/* How many cells a line has: pieces between tabs or between runs of two spaces or more (one full-width space will do). */
static uint32_t count_cells(const Text *text, const Line *line, bool tabs) {
    if (line->characters > 200 || !has_gap(text, line, tabs)) return 1;
    uint32_t cells = 1, run = 0;
    size_t length;
    for (uint32_t at = line->mark.end; at < line->span.end; at += (uint32_t)length) {
        const uint32_t code = span_character(text, at, line->span.end, &length);
        if (tabs ? code == '\t' : code == ' ' || code == 0x3000) {
            run += code == 0x3000 || code == '\t' ? 2 : 1;
        } else {
            cells += run >= 2;
            run = 0;
        }
    }
    return cells;
}

/* Rows that stand together and have equally many cells: two rows of tabs are a table, of spaces it takes three. */
static void mark_aligned_tables(Lines *lines, bool tabs) {
    const uint32_t least_rows = tabs ? 2 : 3, least_cells = tabs ? 2 : 3;
    for (size_t index = 0; index < lines->count;) {
        const uint32_t cells = count_cells(lines->text, &lines->items[index], tabs);
        size_t end = index + 1;
        while (cells >= least_cells && end < lines->count &&
               count_cells(lines->text, &lines->items[end], tabs) == cells)
            end++;
        if (cells >= least_cells && end - index >= least_rows)
            for (size_t row = index; row < end; row++) lines->items[row].kind = PARAGRAPH_TABLE;
        index = end;
    }
}

/* ==} */

/* {== Furniture ============================================================= */

/* — 12 —, - 3 -, 第3页 共20页, 12/40, ·5·: one number or two and what surrounds them, nothing else. */
static bool is_page_number(const Lines *lines, const Line *line) {
    if (line->characters > 16) return false;
    uint32_t digits = 0, numbers = 0, parts = 0;
    size_t length;
    for (uint32_t at = line->span.start; at < line->span.end; at += (uint32_t)length) {
        const uint32_t code = character_narrow(span_character(lines->text, at, line->span.end, &length));
        if (code >= '0' && code <= '9') {
            numbers += digits == 0;
            if (++digits > 4) return false;
            continue;
        }
        digits = 0;
        parts += code == '/' || code == 0x9875; /* 页 */
        if (code != ' ' && code != '-' && code != '/' && code != 0x2014 && code != 0x2013 && code != 0xB7 &&
            code != 0x2015 && code != 0x7B2C && code != 0x9875 && code != 0x5171 && code != ',' && code != 0x2500)
            return false;
    }
    return numbers == 1 || (numbers == 2 && parts);
}

/* 首页 > 政务公开 > 规划计划: the way down a web site. 增速＞6% is none: a way leads from name to name. */
static bool is_breadcrumb(const Lines *lines, const Line *line) {
    Span rest = line->span;
    if (line->characters > 80 || line->mark.form != MARK_NONE || line->commas || line->sentence_end) return false;
    rest.start = span_find(lines->text, rest, '>');
    size_t length;
    if (rest.start == rest.end) return false;
    (void)span_character(lines->text, rest.start, rest.end, &length);
    rest = span_trim(lines->text, (Span){rest.start + (uint32_t)length, rest.end});
    const uint32_t next = character_narrow(span_first(lines->text, rest));
    return next == '>' || character_is_han(next);
}

/* ━━━━, ****, ![](cover.png): a rule, an ornament, a picture; nothing to read. */
static bool has_no_words(const Lines *lines, const Line *line) {
    const char *bytes = lines->text->bytes + line->span.start;
    if (bytes[0] == '!' && bytes[1] == '[') return true;
    size_t length;
    for (uint32_t at = line->span.start; at < line->span.end; at += (uint32_t)length) {
        const uint32_t code = character_narrow(span_character(lines->text, at, line->span.end, &length));
        const bool ascii_word = (code >= '0' && code <= '9') || ((code | 0x20) >= 'a' && (code | 0x20) <= 'z');
        const bool sign = (code >= 0x2010 && code <= 0x2060) || (code >= 0x2460 && code <= 0x27BF) ||
                          (code >= 0x3001 && code <= 0x3020);
        if (ascii_word || (code >= 0x80 && !sign)) return false;
    }
    return true;
}

static bool is_furniture(const Lines *lines, const Line *line) {
    Span span = line->span;
    if (has_no_words(lines, line)) return true;
    if (line->mark.form == MARK_NONE && span_first(lines->text, span) == 0x3010) span.start += 3; /* 【责任编辑 】 */
    if (span_is(lines, span, LEXICON_FURNITURE)) return true;
    if (line->characters <= 120 && span_begins(lines, span, LEXICON_FURNITURE_BEGINNING, NULL)) return true;
    return is_page_number(lines, line) || is_breadcrumb(lines, line);
}

/* Lines by what they say, to count how often each recurs. */
typedef struct Recurrence {
    uint64_t hash;
    uint32_t times;
} Recurrence;

static Recurrence *recurrence_of(Recurrence *table, size_t mask, uint64_t hash) {
    for (size_t at = (size_t)(hash ^ hash >> 29) & mask;; at = (at + 1) & mask)
        if (!table[at].times || table[at].hash == hash) return &table[at];
}

static bool beside_page_number(const Lines *lines, size_t index) {
    if (lines->items[index].after_break) return true;
    if (index && is_page_number(lines, &lines->items[index - 1])) return true;
    return index + 1 < lines->count && is_page_number(lines, &lines->items[index + 1]);
}

/* A header printed on every page stands beside the page number, or first behind a form feed. */
static bool mark_running_headers(Lines *lines, Arena *arena) {
    size_t size = 64;
    while (size < lines->count * 2) size *= 2;
    Recurrence *table = arena_take_array(arena, size, sizeof *table);
    if (!table) return false;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t index = 0; index < lines->count; index++) {
            Line *line = &lines->items[index];
            if (line->characters > SHORT_LINE || line->more || !beside_page_number(lines, index)) continue;
            const uint64_t hash = span_hash(lines->text, line->span);
            Recurrence *recurrence = recurrence_of(table, size - 1, hash);
            recurrence->hash = hash;
            if (pass == 0)
                recurrence->times++;
            else if (recurrence->times >= RUNNING_HEADER_TIMES)
                line->kind = PARAGRAPH_FURNITURE;
        }
    }
    return true;
}

/* ==} */

/* {== Captions and datelines ================================================ */

static bool is_caption(const Lines *lines, const Line *line) {
    if (line->characters > 90 || line->mark.form != MARK_NONE) return false;
    if (!line->more && span_begins(lines, line->span, LEXICON_CAPTION_BEGINNING, NULL)) return true;
    if (line->characters > 40 || line->commas) return false;
    /* 古镇夜景。（资料图片）: what tells a picture may stand in brackets behind the sentence. */
    const bool bracketed = character_narrow(line->last) == ')';
    if (!bracketed) return !line->more && span_ends(lines, line->sentence, LEXICON_CAPTION_ENDING, NULL);
    const Span inner = {line->span.start, line->span.end - (line->last == ')' ? 1 : 3)};
    return span_ends(lines, inner, LEXICON_CAPTION_ENDING, NULL);
}

/* （二〇二一年十二月二十三日） and white space. */
#define DATE_BYTES 80u

/* 7月22日，某委召开会议。 — one sentence that begins with a day, set apart by blank lines in a page that was scanned. */
static bool is_dated_caption(const Lines *lines, const Line *line) {
    Date date;
    return line->blanks >= 2 && line->characters <= 60 && line->sentence_end == 0x3002 && !line->more &&
           line->mark.form == MARK_NONE && date_read(lines->text, line->span, &date) && date.day;
}

bool layout_is_date(const Lines *lines, Span span) {
    if (span.end - span.start > DATE_BYTES) return false;
    const uint32_t first = character_narrow(span_first(lines->text, span));
    if (first == '(') {
        span.start += span_first(lines->text, span) == '(' ? 1 : 3;
        const uint32_t last = span_last(lines->text, span);
        if (character_narrow(last) == ')') span.end -= last == ')' ? 1 : 3;
    }
    Date date;
    span = span_trim(lines->text, span);
    return date_read(lines->text, span, &date) && date.end == span.end && date.month;
}

/* 宁州日报　2015年8月27日　星期四　02版: the head of a newspaper page. */
bool layout_is_masthead(const Lines *lines, const Line *line) {
    Date date;
    if (line->characters > 70 || line->sentence_end || line->commas) return false;
    if (!span_contains(lines, line->span, LEXICON_MASTHEAD, NULL)) return false;
    if (date_find(lines->text, line->span, &date) && date.day) return true;
    return span_ends(lines, line->span, LEXICON_MEDIUM_ENDING, NULL) && count_cells(lines->text, line, false) > 1;
}

/* 2021-07-09 09:15　来源:…; 某地人大 2021-12-24 18:30: a day, and other things apart from it. */
static bool holds_day_apart(const Lines *lines, const Line *line) {
    Date date;
    size_t length;
    const Span span = line->span;
    if (line->sentence_end || line->commas || line->characters > 60) return false;
    if (!date_find(lines->text, span, &date) || !date.year || !date.day) return false;
    const bool begins =
        date.start == span.start || character_is_blank(span_last(lines->text, (Span){span.start, date.start}));
    const bool ends =
        date.end == span.end || character_is_blank(span_character(lines->text, date.end, span.end, &length));
    return begins && ends;
}

/* 某市教育局　2024年4月11日, 某办公室编印　2023年11月20日: who issued it, and when. */
bool layout_is_signature(const Lines *lines, const Line *line, Span *body) {
    Date date;
    if (line->characters > 50 || line->sentence_end || line->commas || line->kind == PARAGRAPH_TABLE) return false;
    const bool digit = line->last >= '0' && line->last <= '9';
    if (line->last != 0x65E5 && line->last != 0x53F7 && !digit) return false; /* 日, 号, 2024-04-11 */
    if (!date_find(lines->text, line->span, &date) || !date.year || !date.day || date.end != line->span.end)
        return false;
    *body = span_trim(lines->text, (Span){line->span.start, date.start});
    LexiconMatch edited;
    if (span_ends(lines, *body, LEXICON_EDITED, &edited)) body->end = edited.start;
    return body->start < body->end && span_ends(lines, *body, LEXICON_BODY_ENDING, NULL);
}

/* 来源：… 发布时间：… 记者 李明: what says where and when a text appeared and who made it. */
static bool is_dateline(const Lines *lines, const Line *line) {
    if (line->characters > 80) return false;
    Span span = line->span;
    const uint32_t first = span_first(lines->text, span);
    if (character_narrow(first) == '(' || first == '[') span.start += character_narrow(first) == first ? 1 : 3;
    LexiconMatch word;
    Span body;
    if (layout_is_date(lines, line->span) || layout_is_masthead(lines, line) || layout_is_signature(lines, line, &body))
        return true;
    if (line->mark.form == MARK_NONE && holds_day_apart(lines, line)) return true;
    if (line->more && line->characters > SHORT_LINE) return false;
    if (!line->commas && span_begins(lines, span, LEXICON_BYLINE, &word)) return true;
    static const LexiconCategory labels[] = {LEXICON_DATE_LABEL,   LEXICON_SIGNED_LABEL, LEXICON_PUBLISHER_LABEL,
                                             LEXICON_NUMBER_LABEL, LEXICON_ISSUER_LABEL, LEXICON_TITLE_LABEL};
    for (size_t index = 0; index < sizeof labels / sizeof *labels; index++) {
        if (!span_begins(lines, span, labels[index], &word)) continue;
        const Span behind = span_trim(lines->text, (Span){word.end, span.end});
        if (character_narrow(span_first(lines->text, behind)) == ':') return true;
    }
    return false;
}

/* ==} */

/* {== Table of contents ===================================================== */

/* Leaders: …… .... ．．． ··· —— and spaces, before a page number. */
static bool is_leader(uint32_t code) {
    return code == 0x2026 || code == '.' || code == 0xFF0E || code == 0xB7 || code == 0x2022 || code == '-' ||
           code == 0x2014 || code == 0x22EF || code == 0x3002 || code == '_' || code == 0xFF65 ||
           character_is_blank(code);
}

static uint32_t back(const Text *text, uint32_t start, uint32_t end) {
    do end--;
    while (end > start && ((unsigned char)text->bytes[end] & 0xC0) == 0x80);
    return end;
}

static bool is_page_digit(uint32_t code) {
    code = character_narrow(code);
    return (code >= '0' && code <= '9') || code == '(' || code == ')' || (code >= 0x2160 && code <= 0x216B);
}

/* [第1章 概述 ……… 1](#_Toc1): what a link says. */
static Span link_text(const Text *text, Span span) {
    if (text->bytes[span.start] != '[' || text->bytes[span.end - 1] != ')') return span;
    const uint32_t close = span_find(text, span, ']');
    if (close + 1 >= span.end || text->bytes[close + 1] != '(') return span;
    return (Span){span.start + 1, close};
}

Span layout_contents_entry(const Lines *lines, const Line *line) {
    Span span = link_text(lines->text, line->span);
    uint32_t end = span.end;
    while (end > span.start && is_page_digit(span_last(lines->text, (Span){span.start, end})))
        end = back(lines->text, span.start, end);
    const uint32_t digits_start = end;
    while (end > span.start && is_leader(span_last(lines->text, (Span){span.start, end})))
        end = back(lines->text, span.start, end);
    return digits_start < span.end && end < digits_start ? (Span){span.start, end} : span;
}

/* The words of an entry or a heading without its mark, by which the two are matched. */
static Span entry_title(const Lines *lines, const Line *line) {
    const Span entry = layout_contents_entry(lines, line);
    return span_trim(lines->text, (Span){line->mark.end < entry.end ? line->mark.end : entry.start, entry.end});
}

static bool has_leader(const Lines *lines, const Line *line) {
    return line->characters <= 90 && line->kind != PARAGRAPH_TABLE &&
           layout_contents_entry(lines, line).end < line->span.end && line->mark.form != MARK_BULLET &&
           !span_contains(lines, line->span, LEXICON_PREDICATE, NULL);
}

/* What the lines from `first` on say as headings; a table of contents is believed where the body says the same. */
static void collect_titles(const Lines *lines, Recurrence *table, size_t mask) {
    for (size_t index = 0; index < lines->count; index++) {
        const Line *line = &lines->items[index];
        if (line->sentence_characters > 80) continue;
        const uint64_t hash = span_hash(lines->text, entry_title(lines, line));
        const uint64_t sentence = span_hash(lines->text, line->sentence);
        Recurrence *recurrence = recurrence_of(table, mask, hash);
        *recurrence = (Recurrence){hash, (uint32_t)index + 1};
        recurrence = recurrence_of(table, mask, sentence);
        *recurrence = (Recurrence){sentence, (uint32_t)index + 1};
    }
}

/*
** Marks the entries from `index` on. `table` holds for every title the last line that says it: an entry's is a later
** one. The contents end where a line is no entry, or where the first entry's title comes again: there the body begins.
*/
static size_t mark_contents(Lines *lines, size_t index, Recurrence *table, size_t mask) {
    const uint64_t first = index < lines->count ? span_hash(lines->text, entry_title(lines, &lines->items[index])) : 0;
    for (size_t entry = index; entry < lines->count; entry++) {
        Line *line = &lines->items[entry];
        if (line->kind == PARAGRAPH_FURNITURE) continue;
        if (line->sentence_characters > 80 || line->more) return entry;
        const uint64_t hash = span_hash(lines->text, entry_title(lines, line));
        if (entry > index && hash == first) return entry;
        const bool again = recurrence_of(table, mask, hash)->times > entry + 1;
        if (!again && !has_leader(lines, line)) return entry;
        line->kind = PARAGRAPH_CONTENTS;
    }
    return lines->count;
}

/* A line that comes again word for word further down, its mark too. */
static bool recurs(const Lines *lines, Recurrence *table, size_t mask, size_t index) {
    const Line *line = &lines->items[index];
    if (line->mark.form == MARK_NONE || line->more || line->sentence_end || line->characters > 60) return false;
    const uint32_t again = recurrence_of(table, mask, span_hash(lines->text, entry_title(lines, line)))->times;
    return again > index + 3 && again <= lines->count &&
           span_equal(lines->text, line->span, lines->items[again - 1].span);
}

#define LEAST_ENTRIES 3u

/* The cheap half of the question: 目录, or three short lines without sentences. */
static bool could_begin_contents(const Lines *lines, size_t index) {
    const Line *line = &lines->items[index];
    if (span_is_spaced(lines, line->sentence, LEXICON_CONTENTS)) return true;
    if (index + LEAST_ENTRIES > lines->count || line->mark.form == MARK_NONE) return false;
    for (const Line *entry = line; entry < line + LEAST_ENTRIES; entry++)
        if (entry->more || entry->sentence_characters > 80) return false;
    return true;
}

/*
** Three lines in a row with leaders and page numbers, or whose words all come again below, are a table of contents even
** where no 目录 stands above.
*/
static bool contents_begin(const Lines *lines, Recurrence *table, size_t mask, size_t index) {
    const Line *line = &lines->items[index];
    if (line->characters <= 12 && span_is_spaced(lines, line->span, LEXICON_CONTENTS)) return true;
    if (line->mark.form == MARK_MARKDOWN && span_is_spaced(lines, line->sentence, LEXICON_CONTENTS)) return true;
    if (index + LEAST_ENTRIES > lines->count || line->kind != PARAGRAPH_TEXT) return false;
    bool leaders = true, recurring = true;
    for (size_t entry = index; entry < index + LEAST_ENTRIES; entry++) {
        leaders = leaders && has_leader(lines, &lines->items[entry]);
        recurring = recurring && recurs(lines, table, mask, entry);
    }
    return leaders || recurring;
}

static bool mark_tables_of_contents(Lines *lines, Arena *arena) {
    size_t size = 64;
    while (size < lines->count * 4) size *= 2;
    Recurrence *table = NULL;
    for (size_t index = 0; index < lines->count; index++) {
        if (!could_begin_contents(lines, index)) continue;
        if (!table) {
            table = arena_take_array(arena, size, sizeof *table);
            if (!table) return false;
            collect_titles(lines, table, size - 1);
        }
        if (!contents_begin(lines, table, size - 1, index)) continue;
        Line *line = &lines->items[index];
        const bool titled = span_is_spaced(lines, line->sentence, LEXICON_CONTENTS);
        const size_t end = mark_contents(lines, index + titled, table, size - 1);
        if (titled && end > index + 1) line->kind = PARAGRAPH_CONTENTS;
        if (end > index + 1) index = end - 1;
    }
    return true;
}

/* ==} */

bool layout_read(Lines *lines, Arena *arena) {
    mark_pipe_tables(lines);
    mark_aligned_tables(lines, true);
    mark_aligned_tables(lines, false);
    for (size_t index = 0; index < lines->count; index++) {
        Line *line = &lines->items[index];
        if (line->kind != PARAGRAPH_TEXT) continue;
        if (is_dateline(lines, line))
            line->kind = PARAGRAPH_DATELINE;
        else if (is_furniture(lines, line))
            line->kind = PARAGRAPH_FURNITURE;
        else if (is_caption(lines, line) || is_dated_caption(lines, line))
            line->kind = PARAGRAPH_CAPTION;
    }
    return mark_running_headers(lines, arena) && mark_tables_of_contents(lines, arena);
}
