#include "lead.h"
#include "person.h"
#include "title.h"

/* Longest lead, in characters. */
#define LEAD_LIMIT 31u
/* A line that OCR broke off is at least so long. */
#define BROKEN_LEAST 16u

/* A line of a broken paragraph: too long for a name or a label, and its sentence does not end with it. */
static bool goes_on(const Lines *lines, const Line *line) {
    return line->characters >= BROKEN_LEAST && !line_ends_whole(line) && !line_names_person(lines, line);
}

/* The sentence that would lead the paragraph; empty where none does. */
static Span lead_sentence(const Lines *lines, const Line *line) {
    const Span none = {line->span.start, line->span.start};
    const MarkForm form = line->mark.form;
    if (line->kind != PARAGRAPH_TEXT || line->heading || !line->more || line->sentence_end != 0x3002) return none;
    if (line > lines->items && goes_on(lines, line - 1)) return none;
    if (form != MARK_NONE && form != MARK_DASH && form != MARK_SYMBOL) return none;
    Span span = line->sentence;
    span.start = speech_label_end(lines, span);
    while (span.start < span.end && lines->text->bytes[span.start] == '*') span.start++; /* **李明：** */
    span = span_trim(lines->text, span);
    const uint32_t characters = span_length(lines->text, span);
    if (characters < 4 || characters > LEAD_LIMIT || span_find(lines->text, span, ':') < span.end) return none;
    if (span_begins(lines, span, LEXICON_UNTITLED_BEGINNING, NULL) || span_tells_figure(lines, span, true)) return none;
    if (span_begins(lines, span, LEXICON_ADVERBIAL_BEGINNING, NULL) && line->commas) return none;
    /* ……弱”问题突出。 begins in the middle: the line before it was broken. */
    const uint32_t closing = span_find(lines->text, span, 0x201D);
    if (closing < span_find(lines->text, span, 0x201C)) return none;
    return span_contains(lines, span, LEXICON_PREDICATE, NULL) ? none : span;
}

/* The paragraphs under one heading that open alike: with a dash, or without. */
static void choose_under_heading(const Lines *lines, size_t start, size_t end, bool dash) {
    uint32_t found = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t index = start; index < end; index++) {
            Line *line = &lines->items[index];
            if ((line->mark.form == MARK_DASH) != dash) continue;
            const Span sentence = lead_sentence(lines, line);
            if (sentence.start >= sentence.end) continue;
            if (pass == 0)
                found++;
            else
                line_accept(lines, line, SECTION_LEAD, sentence);
        }
        if (found < 2) return;
    }
}

void leads_choose(Lines *lines) {
    size_t start = 0;
    for (size_t index = 0; index <= lines->count; index++) {
        if (index < lines->count && !lines->items[index].heading) continue;
        choose_under_heading(lines, start, index, true);
        choose_under_heading(lines, start, index, false);
        start = index + 1;
    }
}
