/*
** The stages of analysis, in their order: lines, layout, head, headings, leads, nesting.
*/
#include "analysis.h"
#include "head.h"
#include "heading.h"
#include "layout.h"
#include "lead.h"
#include "nesting.h"

const char *const section_style_names[3] = {"heading", "runin", "lead"};
const char *const paragraph_kind_names[PARAGRAPH_KINDS] = {"text",  "heading", "title",    "contents",
                                                           "table", "caption", "dateline", "furniture"};

static bool add_paragraphs(Document *document, const Lines *lines, const int32_t *owners, Arena *arena) {
    document->paragraphs = arena_take(arena, (lines->count + 1) * sizeof *document->paragraphs);
    if (!document->paragraphs) return false;
    for (size_t index = 0; index < lines->count; index++) {
        const Line *line = &lines->items[index];
        const TextLine *whole = &lines->text->lines[line->number - 1];
        document->paragraphs[index] = (Paragraph){line->kind, line->number, {whole->start, whole->end}, owners[index]};
    }
    document->paragraph_count = lines->count;
    return true;
}

/* An entry of the table of contents belongs to the section that it names: the next one of its title. */
static void match_contents(const Document *document, const Lines *lines, int32_t *owners) {
    size_t next = 0;
    for (size_t index = 0; index < lines->count; index++) {
        const Line *line = &lines->items[index];
        if (line->kind != PARAGRAPH_CONTENTS) continue;
        const Span entry = layout_contents_entry(lines, line);
        const Span title = {line->mark.end < entry.end ? line->mark.end : entry.start, entry.end};
        for (size_t section = next; section < document->section_count && section < next + 200; section++) {
            if (!span_equal(lines->text, document->sections[section].title, title)) continue;
            owners[index] = (int32_t)section;
            next = section + 1;
            break;
        }
    }
}

Document *document_analyze(const Lexicon *lexicon, const Text *text, Arena *arena) {
    Lines lines;
    Document *document = arena_take_array(arena, 1, sizeof *document);
    if (!document || !lines_read(&lines, text, lexicon, arena)) return NULL;
    int32_t *owners = arena_take(arena, (lines.count + 1) * sizeof *owners);
    document->text = text;
    if (!owners || !layout_read(&lines, arena) || !head_read(&lines, document, arena)) return NULL;
    if (!headings_choose(&lines, arena)) return NULL;
    leads_choose(&lines);
    head_kind(&lines, document);
    if (!nesting_build(&lines, document, owners, arena)) return NULL;
    match_contents(document, &lines, owners);
    return add_paragraphs(document, &lines, owners, arena) ? document : NULL;
}
