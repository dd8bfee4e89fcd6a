#include "head.h"
#include "date.h"
#include "layout.h"
#include "mark.h"
#include "number.h"
#include "page.h"
#include "person.h"
#include "title.h"

#include <string.h>

/* How many lines a head may take, and how long a title may be. */
#define HEAD_LINES 60u
#define TITLE_LIMIT 90u

typedef struct Head {
    Lines *lines;
    Span labelled_title; /* 标题：…… of a web page; empty where there is none */
    Document *document;
    Arena *arena;
    size_t body; /* index of the first line of running text or of numbered headings */
} Head;

static const char *copy_span(const Head *head, Span span) {
    return arena_copy(head->arena, head->lines->text->bytes + span.start, span.end - span.start);
}

static Line *line_at(const Head *head, size_t index) {
    return &head->lines->items[index];
}

/* {== Labelled values ======================================================= */

/* What stands behind a label and its colon, up to a wide space or the next label: 发布时间: 2022-07-15　来源: 某日报. */
static bool labelled_value(const Lines *lines, Span span, LexiconCategory category, Span *value) {
    LexiconMatch label;
    Span rest = span;
    while (span_contains(lines, rest, category, &label)) {
        size_t length;
        uint32_t at = label.end;
        while (at < span.end && character_is_blank(span_character(lines->text, at, span.end, &length)))
            at += (uint32_t)length;
        if (at < span.end && character_narrow(span_character(lines->text, at, span.end, &length)) == ':') {
            at += (uint32_t)length;
            *value = span_trim(lines->text, (Span){at, span.end});
            return value->start < value->end;
        }
        rest.start = label.end;
    }
    return false;
}

/* Up to the first white space or bracket. */
static Span first_piece(const Lines *lines, Span span) {
    size_t length;
    for (uint32_t at = span.start; at < span.end; at += (uint32_t)length) {
        const uint32_t code = span_character(lines->text, at, span.end, &length);
        if (character_is_blank(code) || code == 0x3011 || code == '|' || code == ']' || character_narrow(code) == ')')
            return (Span){span.start, at};
    }
    return span;
}

/* ==} */

/* {== Title ================================================================= */

static bool is_recipient(const Line *line) {
    return character_narrow(line->last) == ':';
}

static bool is_numbered(const Line *line) {
    const MarkForm form = line->mark.form;
    return form != MARK_NONE && form != MARK_DASH && form != MARK_MARKDOWN && form != MARK_BRACKET;
}

/* The head ends where text or the first numbered heading begins. */
static bool begins_body(const Head *head, const Line *line) {
    if (line->kind == PARAGRAPH_CONTENTS || line->kind == PARAGRAPH_TABLE) return true;
    if (line->kind != PARAGRAPH_TEXT || line->characters > TITLE_LIMIT) return line->kind == PARAGRAPH_TEXT;
    if (is_numbered(line) || line->sentence_end == 0x3002 || line->sentence_end == 0xFF1B) return true;
    return line->mark.form == MARK_MARKDOWN && line->mark.variant > 1 && head->document->title;
}

/* 某市人民政府文件; 某市人民政府令 over 第6号: the head of the sheet, not the title of what is on it. */
static bool is_letterhead(const Head *head, const Line *line) {
    Span number;
    const Line *next = line + 1;
    if (span_ends(head->lines, line->span, LEXICON_LETTERHEAD, NULL)) return true;
    return next < head->lines->items + head->lines->count && number_is_order(head->lines, next, &number) &&
           span_ends(head->lines, line->span, LEXICON_ORDER, NULL);
}

static bool could_be_title(const Head *head, const Line *line) {
    Span number;
    if (span_begins(head->lines, line->span, LEXICON_FIELD_LABEL, NULL)) return false;
    if (span_first(head->lines->text, line->span) == 0x3010) return false; /* 【 */
    Date date;                                                             /* 2023年 over a chronicle */
    if (date_read(head->lines->text, line->span, &date) && date.end == line->span.end) return false;
    if (line->kind != PARAGRAPH_TEXT || line->characters < 4 || line->characters > TITLE_LIMIT) return false;
    if (line->more || line->sentence_end == 0x3002 || is_recipient(line) || is_numbered(line)) return false;
    if (character_narrow(span_first(head->lines->text, line->span)) == '(') return false;
    return !number_is_line(head->lines, line, &number) && !line_names_person(head->lines, line) &&
           !span_is_spaced(head->lines, line->sentence, LEXICON_HEADING_WORD) && !is_letterhead(head, line) &&
           !number_is_issue(head->lines, line);
}

/* Without Markdown's #s and a leading ——. */
static Span title_span(const Line *line) {
    return line->mark.form == MARK_MARKDOWN || line->mark.form == MARK_DASH ? (Span){line->mark.end, line->span.end}
                                                                            : line->span;
}

static bool ends_as_title(const Lines *lines, Span span) {
    return span_ends(lines, span_without_bracket(lines, span), LEXICON_TITLE_ENDING, NULL);
}

/* （2021—2025年）, （试行）, ——某会综述 below a title belong to it; （……会议上）, （……通过） do not. */
static bool is_aside_of_title(const Lines *lines, const Line *line, bool bracketed) {
    if (line->kind != PARAGRAPH_TEXT || line->more || line->sentence_end == 0x3002 || line->characters > TITLE_LIMIT)
        return false;
    if (span_contains(lines, line->span, LEXICON_OCCASION, NULL)) return false;
    Date date;
    return !date_find(lines->text, line->span, &date) || !date.month || !bracketed;
}

/* 某市人民政府办公室 / 关于印发……的通知: a title broken over lines goes on where it is not yet one. */
static bool continues_title(const Head *head, const Line *title, const Line *next) {
    const Lines *lines = head->lines;
    const bool bracketed = character_narrow(span_first(lines->text, next->span)) == '(' && next->mark.form == MARK_NONE;
    const bool aside = bracketed || next->mark.form == MARK_DASH;
    const bool titled = title->mark.form == MARK_NONE || title->mark.form == MARK_MARKDOWN;
    if (aside) return titled && is_aside_of_title(lines, next, bracketed);
    if (!could_be_title(head, next) || next->mark.form != MARK_NONE || next->blanks) return false;
    const Span first = title_span(title);
    if (ends_as_title(lines, first)) return false;
    /* Several bodies that issue jointly stand below each other. */
    if (span_ends(lines, first, LEXICON_BODY_ENDING, NULL) && span_ends(lines, next->span, LEXICON_BODY_ENDING, NULL))
        return true;
    if (span_begins(lines, next->span, LEXICON_ABOUT, NULL) || span_ends(lines, first, LEXICON_ABOUT, NULL))
        return true;
    return ends_as_title(lines, next->span) &&
           (span_ends(lines, first, LEXICON_BODY_ENDING, NULL) || span_begins(lines, first, LEXICON_ABOUT, NULL) ||
            span_contains(lines, first, LEXICON_ABOUT, NULL));
}

static const char *join(const Head *head, Span *parts, size_t count) {
    size_t length = 0;
    for (size_t index = 0; index < count; index++) length += parts[index].end - parts[index].start;
    char *joined = arena_take(head->arena, length + 1);
    if (!joined) return NULL;
    char *end = joined;
    for (size_t index = 0; index < count; index++) {
        const size_t part = parts[index].end - parts[index].start;
        memcpy(end, head->lines->text->bytes + parts[index].start, part);
        end += part;
    }
    *end = '\0';
    return joined;
}

#define TITLE_PARTS 8u

/* 统计公报[1]: the number of a note behind a title. */
static Span without_note(const Lines *lines, Span span) {
    uint32_t at = span_find(lines->text, span, '[');
    const Span note = {at, span.end};
    if (at == span.end || at == span.start || span_length(lines->text, note) > 4) return span;
    at++;
    return mark_numeral(lines->text, &at, span.end) && lines->text->bytes[at] == ']' && at + 1 == span.end
               ? span_trim(lines->text, (Span){span.start, note.start})
               : span;
}

static bool take_title(Head *head, size_t index) {
    Span parts[TITLE_PARTS];
    size_t count = 0;
    for (;;) {
        Line *line = line_at(head, index);
        parts[count] = count ? line->span : title_span(line);
        count++;
        line->kind = PARAGRAPH_TITLE;
        const bool more = count < TITLE_PARTS && index + 1 < head->lines->count &&
                          continues_title(head, line, line_at(head, index + 1));
        if (!more) break;
        index++;
    }
    parts[count - 1] = without_note(head->lines, parts[count - 1]);
    head->document->title = join(head, parts, count);
    return head->document->title != NULL;
}

/* A title that says what it is (规划, 通知, 摘登) goes before a mere short line; both before any text. */
static size_t choose_title(const Head *head) {
    size_t chosen = SIZE_MAX;
    for (size_t index = 0; index < head->body; index++) {
        const Line *line = line_at(head, index);
        if (!could_be_title(head, line)) continue;
        if (line->mark.form == MARK_DASH && chosen != SIZE_MAX) continue;
        if (line->mark.form == MARK_MARKDOWN) return index;
        if (chosen == SIZE_MAX) chosen = index;
        const bool continued = index + 1 < head->body && continues_title(head, line, line + 1);
        if (ends_as_title(head->lines, title_span(line)) || continued)
            return line->mark.form == MARK_DASH && chosen != index ? chosen : index;
    }
    return chosen;
}

/* The work that a notice issues: 现将《……》印发给你们. */
static bool issued_work(const Head *head, size_t limit, Span *work) {
    for (size_t index = 0; index < limit; index++) {
        const Line *line = line_at(head, index);
        const uint32_t open = span_find(head->lines->text, line->span, 0x300A);
        if (line->kind != PARAGRAPH_TEXT || open == line->span.end) continue;
        if (!span_contains(head->lines, line->span, LEXICON_ISSUE_VERB, NULL)) continue;
        const uint32_t close = span_find(head->lines->text, (Span){open, line->span.end}, 0x300B);
        if (close == line->span.end) continue;
        *work = (Span){open + 3, close};
        return true;
    }
    return false;
}

/* Whether a line is the title of a work, whose years in brackets may stand on a line of their own. */
static bool is_title_of(const Lines *lines, Span line, Span work) {
    return span_equal(lines->text, line, work) || span_equal(lines->text, line, span_without_bracket(lines, work));
}

/* Marks the issued work's own title line, below the notice, and takes it for the title where the notice has none. */
static bool read_issued_title(Head *head, size_t limit) {
    Span work;
    if (!issued_work(head, limit, &work)) return true;
    for (size_t index = 0; index < limit + HEAD_LINES && index < head->lines->count; index++) {
        Line *line = line_at(head, index);
        if (line->kind != PARAGRAPH_TEXT || !is_title_of(head->lines, title_span(line), work)) continue;
        if (!head->document->title) return take_title(head, index);
        line->kind = PARAGRAPH_TITLE;
        if (index + 1 < head->lines->count && continues_title(head, line, line + 1)) line[1].kind = PARAGRAPH_TITLE;
        return true;
    }
    return true;
}

/* The title repeated, a subtitle, the brackets under a title: no headings. */
/* Below a title that says what it is (……发言摘登) a plain line is the first heading, unless it names who issued it. */
static bool belongs_to_title(const Head *head, const Line *line, bool whole) {
    const Lines *lines = head->lines;
    Span number;
    if (is_letterhead(head, line) || number_is_line(lines, line, &number)) return true;
    if (line->mark.form == MARK_MARKDOWN || !could_be_title(head, line)) return false;
    return !whole || span_ends(lines, line->span, LEXICON_BODY_ENDING, NULL);
}

static void mark_title_lines(Head *head) {
    bool under_title = false, whole = false;
    for (size_t index = 0; index < head->body; index++) {
        Line *line = line_at(head, index);
        if (line->kind == PARAGRAPH_TITLE) {
            under_title = true;
            whole = ends_as_title(head->lines, title_span(line));
        }
        if (line->kind != PARAGRAPH_TEXT) continue;
        const bool bracketed = character_narrow(span_first(head->lines->text, line->span)) == '(' && !line->more;
        const bool aside = line->mark.form == MARK_DASH || (bracketed && line->mark.form == MARK_NONE);
        if ((under_title && aside && !line->sentence_end) || belongs_to_title(head, line, whole))
            line->kind = PARAGRAPH_TITLE;
    }
}

/* ==} */

/* {== Number, issuer, date, publisher ======================================= */

static bool read_number(Head *head, size_t limit) {
    Span number, value;
    for (size_t index = 0; index < limit; index++) {
        Line *line = line_at(head, index);
        const bool labelled = line->kind != PARAGRAPH_TEXT &&
                              labelled_value(head->lines, line->span, LEXICON_NUMBER_LABEL, &value) &&
                              number_find(head->lines->text, value, &number);
        if (!labelled &&
            !(index < head->body + 1 && line->kind != PARAGRAPH_CONTENTS && number_is_line(head->lines, line, &number)))
            continue;
        if (!labelled) line->kind = PARAGRAPH_TITLE;
        head->document->number = copy_span(head, number);
        return head->document->number != NULL;
    }
    return true;
}

/* Which of several dates a document is of: signed before published before held. */
typedef enum DateRank { DATE_NONE, DATE_HELD, DATE_PUBLISHED, DATE_UNDER_TITLE, DATE_SIGNED } DateRank;

static DateRank rank_date(const Head *head, size_t index, Date *date) {
    const Lines *lines = head->lines;
    const Line *line = line_at(head, index);
    Span value;
    if (line->kind == PARAGRAPH_CONTENTS || line->kind == PARAGRAPH_TABLE) return DATE_NONE;
    if (line->kind != PARAGRAPH_TEXT && labelled_value(lines, line->span, LEXICON_SIGNED_LABEL, &value))
        return date_read(lines->text, value, date) ? DATE_SIGNED : DATE_NONE;
    if (layout_is_date(lines, line->span)) return date_find(lines->text, line->span, date) ? DATE_SIGNED : DATE_NONE;
    Span body;
    if (line->kind == PARAGRAPH_DATELINE && layout_is_signature(lines, line, &body))
        return date_find(lines->text, line->span, date) ? DATE_SIGNED : DATE_NONE;
    const bool bracketed = character_narrow(span_first(lines->text, line->span)) == '(' || line->mark.form == MARK_DASH;
    if (line->kind == PARAGRAPH_TITLE && bracketed && date_find(lines->text, line->span, date) && date->year)
        return DATE_UNDER_TITLE;
    if (line->kind != PARAGRAPH_TEXT && labelled_value(lines, line->span, LEXICON_DATE_LABEL, &value))
        return date_read(lines->text, value, date) ? DATE_PUBLISHED : DATE_NONE;
    const bool dated = line->kind == PARAGRAPH_DATELINE && date_find(lines->text, line->span, date);
    return dated && date->year && date->day ? DATE_PUBLISHED : DATE_NONE;
}

/* 9月3日至4日,……会议在某市举行: the first date in the opening paragraphs that a meeting is held on. */
static DateRank held_date(const Head *head, size_t index, Date *date) {
    const Line *line = line_at(head, index);
    Span span = line->span;
    if (line->kind != PARAGRAPH_TEXT || index > head->body + 4) return DATE_NONE;
    if (span.end - span.start > 600) span.end = span.start + 600;
    if (!date_find(head->lines->text, span, date) || !date->day) return DATE_NONE;
    return span_contains(head->lines, (Span){date->end, span.end}, LEXICON_EVENT, NULL) ? DATE_HELD : DATE_NONE;
}

static bool read_date(Head *head, bool is_page) {
    Date best = {0}, date;
    DateRank rank = DATE_NONE;
    for (size_t index = 0; index < head->lines->count; index++) {
        DateRank found = rank_date(head, index, &date);
        if (found == DATE_NONE && !is_page && !head->document->number) found = held_date(head, index, &date);
        if (found <= rank) continue;
        rank = found;
        best = date;
    }
    if (rank == DATE_NONE || (is_page && rank == DATE_HELD)) return true;
    head->document->date = date_text(&best, head->arena);
    return head->document->date != NULL;
}

static bool read_labelled(Head *head, size_t limit, LexiconCategory category, const char **field) {
    Span value;
    for (size_t index = 0; index < head->lines->count && !*field; index++) {
        const Line *line = line_at(head, index);
        const bool near = index < limit || line->kind == PARAGRAPH_DATELINE;
        if (!near || line->kind == PARAGRAPH_TEXT || line->kind == PARAGRAPH_CONTENTS) continue;
        if (!labelled_value(head->lines, line->span, category, &value)) continue;
        value = first_piece(head->lines, value);
        if (value.start >= value.end || span_length(head->lines->text, value) > 40) continue;
        if (span_ends(head->lines, value, LEXICON_DEPARTMENT_ENDING, NULL)) continue;
        *field = copy_span(head, value);
        if (!*field) return false;
    }
    return true;
}

/* 某市人民政府关于……, 某市人民政府令: the issuer is what stands before, if that is a body. */
static Span issuer_of_title(const Head *head) {
    const Lines *lines = head->lines;
    for (size_t index = 0; index < lines->count && index < head->body + HEAD_LINES; index++) {
        const Line *line = line_at(head, index);
        const Span label = head->labelled_title;
        const bool labelled = label.end && label.start >= line->span.start && label.end <= line->span.end;
        if (line->kind != PARAGRAPH_TITLE && !labelled) continue;
        const Span title = labelled ? label : title_span(line);
        LexiconMatch behind;
        Span body = title;
        if (span_contains(lines, title, LEXICON_ABOUT, &behind) ||
            span_contains(lines, title, LEXICON_ORDER, &behind) || span_ends(lines, title, LEXICON_LETTERHEAD, &behind))
            body.end = behind.start;
        if (span_find(lines->text, body, ':') < body.end) continue;
        body = span_trim(lines->text, body);
        if (body.start < body.end && span_ends(lines, body, LEXICON_BODY_ENDING, NULL)) return body;
    }
    return (Span){0, 0};
}

/* A body's name alone on its line, as stands over a date. */
static bool is_signature(const Lines *lines, const Line *line) {
    return line->characters <= 40 && line->mark.form == MARK_NONE && !line->sentence_end &&
           span_find(lines->text, line->span, ':') == line->span.end &&
           span_ends(lines, line->span, LEXICON_BODY_ENDING, NULL);
}

/* The line over a date at a document's end: who signed it. */
static Span issuer_of_signature(const Head *head) {
    for (size_t index = 1; index < head->lines->count; index++) {
        const Line *line = line_at(head, index), *above = line - 1;
        Span body;
        if (line->kind == PARAGRAPH_DATELINE && layout_is_signature(head->lines, line, &body)) return body;
        if (layout_is_date(head->lines, line->span) && is_signature(head->lines, above)) return above->span;
    }
    return (Span){0, 0};
}

/* 我代表某市人民政府,向大会报告工作: a work report names its issuer where it begins. */
static Span issuer_of_report(const Head *head) {
    const Lines *lines = head->lines;
    for (size_t index = 0; index < lines->count && index < head->body + 3; index++) {
        Span span = line_at(head, index)->sentence;
        LexiconMatch behalf;
        if (!span_contains(lines, span, LEXICON_BEHALF, &behalf)) continue;
        span.start = behalf.end;
        span.end = span_find(lines->text, span, ',');
        LexiconMatch body;
        while (span_contains(lines, span, LEXICON_BODY_ENDING, &body) && body.end < span.end &&
               span_begins(lines, (Span){body.end, span.end}, LEXICON_BODY_ENDING, NULL))
            span.end = body.end;
        if (span.start < span.end && span_ends(lines, span, LEXICON_BODY_ENDING, NULL)) return span;
    }
    return (Span){0, 0};
}

/*
** 某政发〔2021〕24号 names its issuer by the characters before the year. Those of a ministry (发改) may be followed by its
** department's (发改环资), but not by what makes them a government's (商政发); those of a government are the whole.
*/
static const char *authority_of(const Lexicon *lexicon, const char *number) {
    const uint32_t length = (uint32_t)strlen(number);
    LexiconMatch authority;
    if (lexicon_begins(lexicon, LEXICON_WHOLE_AUTHORITY, number, 0, length, &authority) &&
        number_is_tail(number, authority.end, length))
        return authority.value;
    if (!lexicon_begins(lexicon, LEXICON_AUTHORITY, number, 0, length, &authority)) return NULL;
    return lexicon_begins(lexicon, LEXICON_GOVERNMENT_SIGN, number, authority.end, length, NULL) ? NULL
                                                                                                 : authority.value;
}

static bool issuer_of_number(Head *head) {
    const char *number = head->document->number;
    const char *authority = number ? authority_of(head->lines->lexicon, number) : NULL;
    if (!authority) return true;
    head->document->issuer = arena_copy(head->arena, authority, strlen(authority));
    return head->document->issuer != NULL;
}

/*
** What the text says of its issuer goes before what its number implies: two authorities may use one abbreviation, and the
** label on a web site names the office that runs it.
*/
static bool read_issuer(Head *head, size_t limit) {
    Span issuer = issuer_of_title(head);
    if (issuer.start == issuer.end) {
        if (!issuer_of_number(head)) return false;
        if (head->document->issuer) return true;
        issuer = issuer_of_signature(head);
    }
    if (issuer.start == issuer.end) issuer = issuer_of_report(head);
    if (issuer.start == issuer.end) return read_labelled(head, limit, LEXICON_ISSUER_LABEL, &head->document->issuer);
    head->document->issuer = copy_span(head, issuer);
    return head->document->issuer != NULL;
}

/* 某某日报; the first words of a masthead too: 某市政协　2016年12月20日　星期二　第4版. */
static bool names_medium(const Head *head, const Line *line, Span piece) {
    if (span_ends(head->lines, piece, LEXICON_MEDIUM_ENDING, NULL)) return true;
    return piece.start == line->span.start && layout_is_masthead(head->lines, line) &&
           character_is_han(span_first(head->lines->text, piece)) && span_length(head->lines->text, piece) >= 4 &&
           !span_contains(head->lines, piece, LEXICON_MASTHEAD, NULL);
}

/* A medium named in a dateline or a newspaper's masthead without a label: 2017-11-23　某某法制报　记者……. */
static bool read_medium(Head *head) {
    const Text *text = head->lines->text;
    for (size_t index = 0; index < head->body + 3 && index < head->lines->count && !head->document->publisher;
         index++) {
        const Line *line = line_at(head, index);
        if (line->kind != PARAGRAPH_DATELINE && line->kind != PARAGRAPH_FURNITURE) continue;
        for (Span rest = line->span; rest.start < rest.end;) {
            const Span piece = first_piece(head->lines, rest);
            if (piece.end > piece.start && span_length(text, piece) <= 12 && names_medium(head, line, piece)) {
                head->document->publisher = copy_span(head, piece);
                if (!head->document->publisher) return false;
                break;
            }
            size_t length;
            (void)span_character(text, piece.end < rest.end ? piece.end : piece.start, rest.end, &length);
            rest.start = piece.end < rest.end ? piece.end + (uint32_t)length : rest.end;
        }
    }
    return true;
}

/* Signatures stand over a date; they and the date belong together. More than a dozen do not sign jointly. */
#define SIGNATORIES 12u

static void mark_signatures(Lines *lines) {
    for (size_t index = 1; index < lines->count; index++) {
        if (!layout_is_date(lines, lines->items[index].span)) continue;
        for (size_t above = index; above-- > 0 && index - above <= SIGNATORIES;) {
            Line *line = &lines->items[above];
            if (line->kind != PARAGRAPH_TEXT || !is_signature(lines, line)) break;
            line->kind = PARAGRAPH_DATELINE;
        }
    }
}

/* ==} */

/* A web page may give the title behind a label only. */
static bool read_labelled_title(Head *head, size_t limit) {
    for (size_t index = 0; index < limit; index++) {
        const Line *line = line_at(head, index);
        if (line->kind == PARAGRAPH_TEXT || line->kind == PARAGRAPH_CONTENTS) continue;
        if (!labelled_value(head->lines, line->span, LEXICON_TITLE_LABEL, &head->labelled_title)) continue;
        head->document->title = copy_span(head, head->labelled_title);
        return head->document->title != NULL;
    }
    return true;
}

bool head_read(Lines *lines, Document *document, Arena *arena) {
    Head head = {.lines = lines, .document = document, .arena = arena};
    page_mark_articles(lines);
    const bool is_page = page_count_articles(lines) >= 2;
    mark_signatures(lines);
    while (head.body < lines->count && head.body < HEAD_LINES && !begins_body(&head, line_at(&head, head.body)))
        head.body++;
    const size_t limit = lines->count < HEAD_LINES ? lines->count : HEAD_LINES;
    const size_t title = choose_title(&head);
    if (!read_number(&head, limit)) return false;
    if (is_page) {
        for (size_t index = 0; index < lines->count && !document->title; index++)
            if (lines->items[index].mark.form == MARK_MARKDOWN && lines->items[index].mark.variant == 1) {
                document->title = copy_span(&head, title_span(&lines->items[index]));
                if (!document->title) return false;
            }
    } else {
        if (title != SIZE_MAX && !take_title(&head, title)) return false;
        if (!document->title && !read_labelled_title(&head, limit)) return false;
        if (!read_issued_title(&head, limit < head.body + 12 ? limit : head.body + 12)) return false;
        mark_title_lines(&head);
    }
    return read_date(&head, is_page) && read_labelled(&head, limit, LEXICON_PUBLISHER_LABEL, &document->publisher) &&
           read_medium(&head) && (is_page || read_issuer(&head, limit));
}

/* {== Kind ================================================================== */

/* The share of lines that open with a question's or an answer's label. */
static bool is_exchange(const Lines *lines) {
    size_t labelled = 0, text = 0;
    for (size_t index = 0; index < lines->count; index++) {
        const Line *line = &lines->items[index];
        if (line->kind != PARAGRAPH_TEXT || line->heading) continue;
        text++;
        labelled += speech_label_end(lines, line->span) > line->span.start;
    }
    return labelled >= 4 && labelled * 6 >= text;
}

/* A word of the category in the title, or in a heading or title line that is short. */
static bool frame_says(const Lines *lines, LexiconCategory category) {
    for (size_t index = 0; index < lines->count; index++) {
        const Line *line = &lines->items[index];
        const bool frame = line->kind == PARAGRAPH_TITLE || (line->heading && line->mark.form == MARK_BRACKET);
        if (frame && span_contains(lines, line->span, category, NULL)) return true;
    }
    return false;
}

/* 本报讯: a text that was written for a newspaper, whatever it is about. */
static bool is_report(const Lines *lines) {
    for (size_t index = 0; index < lines->count && index < 12; index++) {
        const Line *line = &lines->items[index];
        if (line->kind == PARAGRAPH_TEXT && page_is_byline(lines, line)) return true;
    }
    return false;
}

static bool has_chapters(const Lines *lines) {
    uint32_t counted = 0;
    for (size_t index = 0; index < lines->count; index++) {
        const Line *line = &lines->items[index];
        counted += line->heading && line->mark.ordinal && line->style != SECTION_LEAD;
    }
    return counted >= 3;
}

void head_kind(const Lines *lines, Document *document) {
    const bool inquiry = frame_says(lines, LEXICON_INQUIRY), exchange = is_exchange(lines);
    if (page_count_articles(lines) >= 2)
        document->kind = "page";
    else if (inquiry && exchange)
        document->kind = "inquiry";
    else if (frame_says(lines, LEXICON_DIGEST))
        document->kind = "digest";
    else if (inquiry || exchange)
        document->kind = "inquiry";
    else if (document->number || has_chapters(lines) || (frame_says(lines, LEXICON_PLAN) && !is_report(lines)))
        document->kind = "plan";
    else
        document->kind = "news";
}

/* ==} */
