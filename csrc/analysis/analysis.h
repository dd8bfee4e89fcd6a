/*
** The door of the analysis room: a decoded text in, one Document out.
**
** No Lua, no SQLite, no global state: any number of threads may analyse at once, each with its own arena, sharing one
** Lexicon, which is never written after it was built.
*/
#ifndef policy_analysis_h
#define policy_analysis_h

#include "../text/decode.h"
#include "lexicon.h"

POLICY_BEGIN

/* A piece of the text: byte offsets, the end not included. Empty (start == end) where there is none. */
typedef struct Span {
    uint32_t start;
    uint32_t end;
} Span;

typedef enum SectionStyle { SECTION_HEADING, SECTION_RUNIN, SECTION_LEAD } SectionStyle;

/* One heading with what it governs. */
typedef struct Section {
    SectionStyle style;
    uint32_t level; /* 1 for a document's top headings */
    Span number; /* the marker as written: 一, (一), 第三章, ■, #; empty where there is none. That of an attachment may
                         stand on a line of its own, above the title's */
    Span title;       /* without the marker, a final 。 or ——; empty where there is none, as articles have it */
    const char *path; /* numbers (titles where there is no number) of the sections down to this one: 三/(四)/2 */
    int32_t parent;   /* index of the enclosing section, -1 for none */
    uint32_t line;    /* 1-based, the title's; also the first line it governs */
    uint32_t column;  /* 1-based, in characters: where the marker, or else the title, starts on that line */
    uint32_t last_line;
    size_t byte; /* offset of that character in the file on disk, 0-based */
} Section;

/* What a line is to its document. All but PARAGRAPH_TEXT and PARAGRAPH_TABLE are no running text. */
typedef enum ParagraphKind {
    PARAGRAPH_TEXT,
    PARAGRAPH_HEADING,   /* a heading alone on its line */
    PARAGRAPH_TITLE,     /* the document's own title, subtitle and number */
    PARAGRAPH_CONTENTS,  /* a line of the table of contents; its section is the one it names */
    PARAGRAPH_TABLE,     /* a row of a table */
    PARAGRAPH_CAPTION,   /* words that belong to a picture */
    PARAGRAPH_DATELINE,  /* date, source, byline, signature */
    PARAGRAPH_FURNITURE, /* running header, page number, navigation and legal lines of a web page */
    PARAGRAPH_KINDS
} ParagraphKind;

/* One line that is not blank, untouched. */
typedef struct Paragraph {
    ParagraphKind kind;
    uint32_t line;   /* 1-based */
    Span text;       /* the whole line */
    int32_t section; /* index of the innermost section it belongs to, -1 for none */
} Paragraph;

/* Everything found in one text. Strings are NULL where unknown. Lives in the arena that it was made in. */
typedef struct Document {
    const Text *text;
    const char *kind; /* "plan", "digest", "inquiry", "news" or "page" */
    const char *title;
    const char *number;
    const char *issuer;
    const char *date; /* 2021-10-17, 2021-10, 2021, or --09-03 where the year is not given */
    const char *publisher;
    Section *sections;
    size_t section_count;
    Paragraph *paragraphs;
    size_t paragraph_count;
} Document;

/* The names that records and the store use. */
extern const char *const section_style_names[3];
extern const char *const paragraph_kind_names[PARAGRAPH_KINDS];

/* Analyses `text`, which must outlive the result. NULL when memory is out (`arena->failed` is then set). */
Document *document_analyze(const Lexicon *lexicon, const Text *text, Arena *arena);

POLICY_END

#endif
