#include "person.h"

bool span_could_be_name(const Lines *lines, Span span) {
    uint32_t count = 0;
    bool dot = false;
    size_t length;
    for (uint32_t at = span.start; at < span.end; at += (uint32_t)length) {
        const uint32_t code = span_character(lines->text, at, span.end, &length);
        if (code == 0xB7 || code == 0x2022 || code == 0x30FB)
            dot = true;
        else if (character_is_han(code))
            count++;
        else if (!character_is_blank(code))
            return false;
    }
    return dot ? count >= 3 && count <= 15
               : count >= 2 && count <= 4 && span_begins(lines, span, LEXICON_SURNAME, NULL);
}

/* Where the line's last piece behind white space begins; 李　明, spaced out to three characters' width, is one piece. */
static uint32_t last_piece(const Lines *lines, Span span) {
    uint32_t piece = span.start, before = span.start;
    bool blank = false;
    size_t length;
    for (uint32_t at = span.start; at < span.end; at += (uint32_t)length) {
        const bool now = character_is_blank(span_character(lines->text, at, span.end, &length));
        if (blank && !now) {
            before = piece;
            piece = at;
        }
        blank = now;
    }
    const bool single = span_length(lines->text, (Span){piece, span.end}) == 1;
    return single ? before : piece;
}

bool line_names_person(const Lines *lines, const Line *line) {
    if (line->characters > 80 || line->sentence_end) return false;
    Span span = line->span;
    LexiconMatch honorific;
    if (span_ends(lines, span, LEXICON_HONORIFIC, &honorific))
        span = span_trim(lines->text, (Span){span.start, honorific.start});
    const uint32_t bracket = span_find(lines->text, span, '(');
    if (bracket < span.end && span_could_be_name(lines, span_trim(lines->text, (Span){span.start, bracket})) &&
        span_contains(lines, (Span){bracket, span.end}, LEXICON_OFFICE, NULL))
        return true;
    const uint32_t name = last_piece(lines, span);
    const Span role = span_trim(lines->text, (Span){span.start, name});
    if (name > span.start && span_could_be_name(lines, (Span){name, span.end}) &&
        span_contains(lines, role, LEXICON_OFFICE, NULL))
        return true;
    /* Where an office stands right before it, a name needs no known surname: ……农业广播电视学校校长 岩 温. */
    if (name > span.start && span_ends(lines, role, LEXICON_OFFICE, NULL) &&
        span_length(lines->text, (Span){name, span.end}) <= 4)
        return true;
    const uint32_t space = span_find(lines->text, span, ' ');
    return space < span.end && span_could_be_name(lines, (Span){span.start, space}) &&
           span_ends(lines, span, LEXICON_OFFICE, NULL);
}

uint32_t speech_label_end(const Lines *lines, Span span) {
    Span start = span;
    if (start.end - start.start > 120) start.end = start.start + 120;
    const uint32_t colon = span_find(lines->text, start, ':');
    if (colon == start.end) return span.start;
    /* 答(市教育局局长 李明): who answers may stand in brackets. */
    const Span label =
        span_trim(lines->text, (Span){span.start, span_find(lines->text, (Span){span.start, colon}, '(')});
    size_t length;
    (void)span_character(lines->text, colon, span.end, &length);
    const bool speaks = span_is(lines, label, LEXICON_LABEL) || span_ends(lines, label, LEXICON_SPEECH, NULL) ||
                        span_could_be_name(lines, label) || span_ends(lines, label, LEXICON_OFFICE, NULL);
    return speaks ? colon + (uint32_t)length : span.start;
}
