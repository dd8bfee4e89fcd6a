/*
** Fuzzing of the way from bytes to outline: libFuzzer makes up files, they are decoded and analysed, and what comes out
** must hold what analysis.h and decode.h promise. What breaks a promise aborts, and libFuzzer keeps the input.
**
** The words of the lexicon are read from the file that the environment's LEXICON names (see fuzz_lexicon.lua).
*/
#include "../../csrc/analysis/analysis.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_LIMIT 65536

static Lexicon *lexicon;

#define PROMISE(condition)                                                                                             \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: broken promise: %s\n", __FILE__, __LINE__, #condition);                            \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

/* {== The lexicon ========================================================== */

static LexiconCategory category_of(const char *name) {
    for (int category = 0; category < LEXICON_CATEGORIES; category++)
        if (strcmp(lexicon_category_names[category], name) == 0) return (LexiconCategory)category;
    fprintf(stderr, "no category of words is called %s\n", name);
    exit(EXIT_FAILURE);
}

/* Takes `line` apart: category, word, value. The pieces stay where they are; lexicon_new copies them. */
static LexiconWord word_of(char *line) {
    line[strcspn(line, "\n")] = '\0';
    char *text = strchr(line, '\t'), *value = text != NULL ? strchr(text + 1, '\t') : NULL;
    PROMISE(value != NULL);
    *text++ = '\0';
    *value++ = '\0';
    return (LexiconWord){
        .category = category_of(line), .text = text, .length = strlen(text), .value = *value != '\0' ? value : NULL};
}

static Lexicon *read_lexicon(FILE *file) {
    static LexiconWord words[WORDS_LIMIT];
    static char lines[WORDS_LIMIT][600];
    size_t count = 0, bad = 0;
    while (count < WORDS_LIMIT && fgets(lines[count], sizeof lines[count], file) != NULL) {
        words[count] = word_of(lines[count]);
        count++;
    }
    PROMISE(count > 0 && count < WORDS_LIMIT);
    return lexicon_new(words, count, &bad);
}

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerInitialize(int *count, char ***arguments) {
    (void)count;
    (void)arguments;
    const char *path = getenv("LEXICON");
    FILE *file = path != NULL ? fopen(path, "r") : NULL;
    PROMISE(file != NULL);
    lexicon = read_lexicon(file);
    PROMISE(lexicon != NULL);
    fclose(file);
    return 0;
}

/* ==} */

/* {== What must hold ======================================================= */

static bool within(Span span, uint32_t start, uint32_t end) {
    return span.start == span.end || (span.start < span.end && span.start >= start && span.end <= end);
}

static void check_lines(const Text *text) {
    uint32_t end = 0;
    for (size_t i = 0; i < text->line_count; i++) {
        const TextLine *line = &text->lines[i];
        PROMISE(line->start >= end && line->end >= line->start && line->end <= text->size);
        PROMISE(i == 0 || line->byte > text->lines[i - 1].byte);
        end = line->end;
    }
    PROMISE(text->bytes[text->size] == '\0' && memchr(text->bytes, '\0', text->size) == NULL);
}

static void check_section(const Document *document, size_t index) {
    const Section *section = &document->sections[index];
    const Text *text = document->text;
    PROMISE(section->line >= 1 && section->line <= text->line_count);
    PROMISE(section->last_line >= section->line && section->last_line <= text->line_count);
    PROMISE(section->path != NULL && section->level >= 1);
    PROMISE(section->style == SECTION_HEADING || section->style == SECTION_RUNIN || section->style == SECTION_LEAD);
    const TextLine *line = &text->lines[section->line - 1];
    PROMISE(within(section->title, line->start, line->end));
    PROMISE(within(section->number, 0, line->end)); /* 附件 stands on a line before its title */
    PROMISE(section->byte >= line->byte && section->column >= 1 && section->column <= line->end - line->start + 1);
    PROMISE(section->parent >= -1 && section->parent < (int32_t)index);
    if (section->parent < 0) return;
    const Section *parent = &document->sections[section->parent];
    PROMISE(parent->level < section->level && parent->last_line >= section->last_line);
}

static void check_sections(const Document *document) {
    for (size_t i = 0; i < document->section_count; i++) {
        check_section(document, i);
        if (i == 0) continue;
        const Section *before = &document->sections[i - 1], *section = before + 1;
        PROMISE(section->line > before->line || (section->line == before->line && section->byte >= before->byte));
    }
}

/* Has the line a character that no one can call blank? */
static bool has_visible(const Text *text, const TextLine *line) {
    for (uint32_t at = line->start; at < line->end; at++)
        if (text->bytes[at] > ' ' && text->bytes[at] < 0x7F) return true;
    return false;
}

static void check_paragraphs(const Document *document) {
    const Text *text = document->text;
    size_t next = 0;
    for (size_t i = 0; i < text->line_count; i++) {
        const TextLine *line = &text->lines[i];
        const Paragraph *paragraph = next < document->paragraph_count ? &document->paragraphs[next] : NULL;
        if (paragraph == NULL || paragraph->line != i + 1) {
            PROMISE(!has_visible(text, line));
            continue;
        }
        PROMISE(line->end > line->start && paragraph->text.start == line->start && paragraph->text.end == line->end);
        PROMISE(paragraph->section >= -1 && paragraph->section < (int32_t)document->section_count);
        PROMISE((int)paragraph->kind >= 0 && paragraph->kind < PARAGRAPH_KINDS);
        next++;
    }
    PROMISE(next == document->paragraph_count);
}

/* ==} */

static void check_places(const Text *text) {
    for (size_t i = 0; i < text->line_count; i++) {
        const TextLine *line = &text->lines[i];
        PROMISE(text_column(text, line, line->start) == 1);
        PROMISE(text_source_byte(text, line, line->start) == line->byte);
        if (i > 64) return; /* each is linear in its line; the first lines stand for the others */
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *bytes = malloc(size + 1);
    PROMISE(bytes != NULL);
    if (size > 0) memcpy(bytes, data, size);
    bytes[size] = '\0';
    Arena arena;
    arena_init(&arena);
    Text text;
    TextError error = {.byte = 0};
    if (text_decode(&text, &arena, bytes, size, &error)) {
        check_lines(&text);
        check_places(&text);
        const Document *document = document_analyze(lexicon, &text, &arena);
        PROMISE(document != NULL && document->kind != NULL);
        check_sections(document);
        check_paragraphs(document);
    } else {
        PROMISE(error.reason[0] != '\0' && (error.byte <= size || error.byte == SIZE_MAX));
    }
    arena_free(&arena);
    free(bytes);
    return 0;
}
