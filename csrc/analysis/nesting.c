/*
** How headings enclose one another is decided for each document from how its marks succeed each other:
**
** - where a list starts with 1 right under another mark, that mark encloses it (三、 then (一));
** - what stands between two numbers of one list is enclosed by it (■ between 一、 and 二、);
** - where a heading follows a heading with no text between, the first encloses the second;
** - where the document says nothing, the conventional order of MarkForm does.
*/
#include "nesting.h"
#include "mark.h"

typedef struct Votes {
    MarkClasses classes;
    uint32_t encloses[MARK_CLASS_LIMIT][MARK_CLASS_LIMIT]; /* how often the first was seen to enclose the second */
} Votes;

/* Whether nothing but headings and what does not count lies between two headings. */
static bool follows_at_once(const Line *before, const Line *heading) {
    if (before->style != SECTION_HEADING) return false;
    for (const Line *line = before + 1; line < heading; line++)
        if (line->kind == PARAGRAPH_TEXT || line->kind == PARAGRAPH_TABLE) return false;
    return true;
}

/* The last ordinal seen of each class, and the uncounted classes seen since. */
typedef struct Running {
    uint32_t ordinal;
    uint64_t since; /* bit per class */
} Running;

/* Markdown's depth tells all; a number behind the #s says nothing of nesting. */
static uint32_t ordinal_of(const Line *line) {
    return line->mark.form == MARK_MARKDOWN ? 0 : line->mark.ordinal;
}

static void vote(Votes *votes, const Lines *lines) {
    Running running[MARK_CLASS_LIMIT] = {{0, 0}};
    const Line *before = NULL;
    for (const Line *line = lines->items; line < lines->items + lines->count; line++) {
        if (!line->heading || line->style == SECTION_LEAD) continue;
        const uint32_t class = mark_class(&votes->classes, &line->mark), ordinal = ordinal_of(line);
        const uint32_t outer = before ? mark_class(&votes->classes, &before->mark) : class;
        const MarkForm form = line->mark.form;
        const bool outermost = form == MARK_ATTACHMENT || form == MARK_WORD || form == MARK_MARKDOWN;
        if (outer != class && !outermost && (ordinal ? ordinal == 1 : follows_at_once(before, line)))
            votes->encloses[outer][class]++;
        if (ordinal && ordinal == running[class].ordinal + 1)
            for (uint32_t other = 0; other < votes->classes.count; other++)
                if (running[class].since >> other & 1) votes->encloses[class][other]++;
        for (uint32_t other = 0; other < votes->classes.count && !ordinal; other++)
            running[other].since |= other == class ? 0 : (uint64_t)1 << class;
        running[class] = (Running){ordinal, 0};
        before = line;
    }
}

/* Whether `a` encloses `b` in this document. */
static bool encloses(const Votes *votes, uint32_t a, uint32_t b) {
    const uint32_t for_a = votes->encloses[a][b], for_b = votes->encloses[b][a];
    if (for_a != for_b) return for_a > for_b;
    const Mark *one = &votes->classes.items[a], *other = &votes->classes.items[b];
    if (one->form != other->form) return one->form < other->form;
    /* Depths are ordered; of two signs the one that the document uses first encloses the other. */
    const bool depths = one->form == MARK_MARKDOWN || one->form == MARK_DECIMAL || one->form == MARK_LETTER;
    return depths ? one->variant < other->variant : a < b;
}

/* {== The open headings ===================================================== */

/* A class can be open twice where a box inside its section has a list of its own; deeper is not kept. */
#define OPEN_LIMIT (2 * MARK_CLASS_LIMIT)

typedef struct Open {
    uint32_t class;
    uint32_t ordinal;
    int32_t section;
    const Line *line;
} Open;

typedef struct Nesting {
    const Lines *lines;
    const Votes *votes;
    Open open[OPEN_LIMIT];
    uint32_t depth;
} Nesting;

/* 编者按 and 专栏 govern what stands right under them, no further heading of the document's own kinds. */
static bool is_confined(const Open *top, const Line *heading) {
    const MarkForm form = top->line->mark.form;
    if (form == MARK_WORD) return !follows_at_once(top->line, heading);
    return form == MARK_BOX && heading->mark.form < MARK_BARE && heading->mark.form != MARK_HAN_PAREN;
}

/* The open heading that `heading` is the next sibling of: its depth, or the stack's depth when there is none. */
static uint32_t sibling_depth(const Nesting *nesting, uint32_t class, const Line *heading) {
    const uint32_t ordinal = ordinal_of(heading);
    uint32_t restarted = nesting->depth;
    for (uint32_t depth = nesting->depth; depth-- > 0;) {
        const Open *open = &nesting->open[depth];
        if (open->class != class) {
            /* A list that starts anew inside a box is the box's own. */
            if (open->line->mark.form == MARK_BOX && ordinal == 1 && restarted == nesting->depth) return nesting->depth;
            continue;
        }
        if (!ordinal || ordinal > open->ordinal) return depth;
        if (restarted == nesting->depth) restarted = depth;
    }
    return restarted;
}

static void open_heading(Nesting *nesting, uint32_t class, const Line *heading, int32_t section) {
    while (nesting->depth && is_confined(&nesting->open[nesting->depth - 1], heading)) nesting->depth--;
    /* A box stands beside the run-in headings above it, whose text is on their own lines. */
    while (heading->mark.form == MARK_BOX && nesting->depth &&
           nesting->open[nesting->depth - 1].line->style == SECTION_RUNIN)
        nesting->depth--;
    const uint32_t sibling = sibling_depth(nesting, class, heading);
    if (sibling < nesting->depth)
        nesting->depth = sibling;
    else
        while (nesting->depth && encloses(nesting->votes, class, nesting->open[nesting->depth - 1].class))
            nesting->depth--;
    if (nesting->depth == OPEN_LIMIT) nesting->depth--;
    nesting->open[nesting->depth++] = (Open){class, ordinal_of(heading), section, heading};
}

/* ==} */

/* {== Sections ============================================================== */

static const char *make_path(const Text *text, const Section *section, const char *parent, Arena *arena) {
    const Span name = section->number.start < section->number.end ? section->number : section->title;
    size_t length = 0;
    while (parent && parent[length]) length++;
    char *path = arena_take(arena, length + 1 + (name.end - name.start) + 1);
    if (!path) return NULL;
    char *end = path;
    for (size_t at = 0; at < length; at++) *end++ = parent[at];
    if (parent) *end++ = '/';
    for (uint32_t at = name.start; at < name.end; at++) *end++ = text->bytes[at];
    *end = '\0';
    return path;
}

static bool add_section(Document *document, const Lines *lines, const Line *line, int32_t parent, Arena *arena) {
    const Text *text = lines->text;
    Section *section = &document->sections[document->section_count++];
    const Section *outer = parent >= 0 ? &document->sections[parent] : NULL;
    const TextLine *source = &text->lines[line->number - 1];
    *section = (Section){.style = line->style,
                         .level = outer ? outer->level + 1 : 1,
                         .number = line->mark.number,
                         .title = line->title,
                         .parent = parent,
                         .line = line->number};
    /* The number of an attachment may stand on the line above its title. */
    const bool numbered = section->number.start < section->number.end && section->number.start >= source->start;
    const uint32_t start = numbered ? section->number.start : section->title.start;
    section->column = text_column(text, source, start);
    section->byte = text_source_byte(text, source, start);
    section->path = make_path(text, section, outer ? outer->path : NULL, arena);
    return section->path != NULL;
}

/* A section lasts until the next one of its level or above; furniture at its end is not its own. */
static void close_sections(const Lines *lines, Document *document, const int32_t *owners) {
    for (size_t index = 0; index < lines->count; index++) {
        const Line *line = &lines->items[index];
        if (line->kind == PARAGRAPH_FURNITURE || owners[index] < 0) continue;
        document->sections[owners[index]].last_line = line->number;
    }
    for (size_t index = document->section_count; index-- > 0;) {
        const Section *section = &document->sections[index];
        if (section->parent < 0) continue;
        Section *outer = &document->sections[section->parent];
        if (outer->last_line < section->last_line) outer->last_line = section->last_line;
    }
}

/* A lead belongs to the nearest heading above it, other leads not counted. */
static int32_t enclosing(const Nesting *nesting) {
    return nesting->depth ? nesting->open[nesting->depth - 1].section : -1;
}

static bool place_heading(Nesting *nesting, Votes *votes, Document *document, const Line *line, Arena *arena) {
    const int32_t section = (int32_t)document->section_count;
    int32_t parent = enclosing(nesting);
    if (line->style != SECTION_LEAD) {
        open_heading(nesting, mark_class(&votes->classes, &line->mark), line, section);
        parent = nesting->depth > 1 ? nesting->open[nesting->depth - 2].section : -1;
    }
    return add_section(document, nesting->lines, line, parent, arena);
}

static size_t count_headings(const Lines *lines) {
    size_t count = 0;
    for (size_t index = 0; index < lines->count; index++) count += lines->items[index].heading;
    return count;
}

bool nesting_build(const Lines *lines, Document *document, int32_t *owners, Arena *arena) {
    Votes *votes = arena_take_array(arena, 1, sizeof *votes);
    Nesting *nesting = arena_take_array(arena, 1, sizeof *nesting);
    document->sections = arena_take(arena, (count_headings(lines) + 1) * sizeof *document->sections);
    if (!votes || !nesting || !document->sections) return false;
    vote(votes, lines);
    nesting->lines = lines;
    nesting->votes = votes;
    int32_t owner = -1;
    for (size_t index = 0; index < lines->count; index++) {
        const Line *line = &lines->items[index];
        if (line->heading) {
            if (!place_heading(nesting, votes, document, line, arena)) return false;
            owner = (int32_t)document->section_count - 1;
        }
        const bool outside = line->kind == PARAGRAPH_TITLE || line->kind == PARAGRAPH_FURNITURE;
        owners[index] = outside ? -1 : owner;
    }
    close_sections(lines, document, owners);
    return true;
}

/* ==} */
