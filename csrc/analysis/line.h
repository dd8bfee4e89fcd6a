/*
** Lines as the later stages see them: trimmed, measured, their mark read.
**
** A line of such a document is a paragraph, a heading, or both (a run-in heading with its text). What decides is how it
** begins (its mark), how long it is and how its sentences end, so that is read once, here. Only lines that are not blank.
*/
#ifndef policy_analysis_line_h
#define policy_analysis_line_h

#include "../text/utf8.h"
#include "analysis.h"

POLICY_BEGIN

/*
** The forms of heading marks, in the order in which they conventionally enclose one another: 第一章 holds 一、 holds (一)
** holds 1. The order only decides where a document's own succession of marks does not.
*/
typedef enum MarkForm {
    MARK_NONE,
    MARK_MARKDOWN,        /* # ## ###: one class a depth */
    MARK_ATTACHMENT,      /* 附件1 */
    MARK_PART,            /* 第一编 第一篇 第一部分 */
    MARK_CHAPTER,         /* 第一章 */
    MARK_BRACKET,         /* 【…】 */
    MARK_WORD,            /* 前言, 编者按: a heading by its word */
    MARK_PLAIN,           /* a short line that stands alone */
    MARK_SYMBOL,          /* ■ ▷ ★: one class a sign */
    MARK_ROMAN,           /* Ⅰ */
    MARK_HAN,             /* 一、 */
    MARK_CHAPTER_SECTION, /* 第一节 */
    MARK_ARTICLE,         /* 第一条 */
    MARK_HAN_PAREN,       /* (一) */
    MARK_BARE,            /* 1 with a space behind it, where 1.1 follows */
    MARK_ARABIC,          /* 1. 1、 */
    MARK_DECIMAL,         /* 1.1, 1.1.1: one class a depth */
    MARK_ARABIC_PAREN,    /* (1) */
    MARK_ARABIC_CLOSE,    /* 1) */
    MARK_CIRCLED,         /* ① */
    MARK_LETTER,          /* A. a) */
    MARK_BULLET,          /* ● • - * · */
    MARK_DASH,            /* —— */
    MARK_BOX,             /* 专栏1 */
    MARK_FORMS
} MarkForm;

typedef struct Mark {
    MarkForm form;
    uint32_t variant; /* tells classes of one form apart: depth, sign, plain line with or without a space */
    uint32_t ordinal; /* 一 is 1; 0 where the mark counts nothing */
    Span number;      /* as written, without the closing dot or 、 */
    uint32_t end;     /* where what it marks begins */
} Mark;

typedef struct Line {
    uint32_t number;  /* 1-based line of the file */
    uint32_t blanks;  /* blank lines above it; the first line counts one more for the file's start */
    bool after_break; /* a form feed stands before it: it opens a page */
    bool bold;        /* **the whole line**, as Markdown writes it */
    Span span;        /* without white space, control and zero-width characters at its ends; never empty */
    uint32_t characters;
    Mark mark;
    Span sentence; /* the first sentence behind the mark, without the sign that ends it */
    uint32_t sentence_characters;
    uint32_t sentence_end; /* the sign that ends it: 。 ！ ？ ； or 0 where the line ends without one */
    bool more;             /* more text stands behind the first sentence */
    uint32_t last;         /* the last character */
    uint32_t commas;       /* ， , in the first sentence */
    ParagraphKind kind;
    bool heading; /* chosen as a heading, with `style` and `title` */
    SectionStyle style;
    Span title;
} Line;

typedef struct Lines {
    const Text *text;
    const Lexicon *lexicon;
    Line *items;
    size_t count;
} Lines;

/* Reads all lines of `text`. False when memory is out. */
bool lines_read(Lines *lines, const Text *text, const Lexicon *lexicon, Arena *arena);

/* {== Small questions about spans =========================================== */

/* The character at `at` < `end`, its length in `*length`. */
static inline uint32_t span_character(const Text *text, uint32_t at, uint32_t end, size_t *length) {
    return utf8_next(text->bytes + at, text->bytes + end, length);
}
uint32_t span_first(const Text *text, Span span);  /* 0 in an empty span */
uint32_t span_last(const Text *text, Span span);   /* 0 in an empty span */
uint32_t span_length(const Text *text, Span span); /* in characters */
Span span_trim(const Text *text, Span span);       /* without white space and invisible characters at its ends */
bool span_equal(const Text *text, Span a, Span b); /* but for width, white space, 《》 and a final 。 */
uint64_t span_hash(const Text *text, Span span);   /* equal spans have equal hashes */
/* Offset of the first `wanted` in the span, `span.end` when there is none. ASCII and full-width forms are one. */
uint32_t span_find(const Text *text, Span span, uint32_t wanted);
bool span_begins(const Lines *lines, Span span, LexiconCategory category, LexiconMatch *match);
bool span_ends(const Lines *lines, Span span, LexiconCategory category, LexiconMatch *match);
bool span_contains(const Lines *lines, Span span, LexiconCategory category, LexiconMatch *match);
bool span_is(const Lines *lines, Span span, LexiconCategory category);        /* the span is one word of the category */
bool span_is_spaced(const Lines *lines, Span span, LexiconCategory category); /* or it is, spaced out: 前　言 */

/* ASCII for a full-width ASCII character, half-width space for any white space; others as they are. */
static inline uint32_t character_narrow(uint32_t code) {
    if (code >= 0xFF01 && code <= 0xFF5E) return code - 0xFEE0;
    return code == 0x3000 || code == 0xA0 || code == '\t' ? ' ' : code;
}

bool character_is_han(uint32_t code);

/* White space, control or zero width; 0, which stands for no character, is none. */
static inline bool character_is_blank(uint32_t code) {
    if (code > 0x3000) return code == 0xFEFF;
    return (code && code <= 0x20) || (code >= 0x7F && code <= 0xA0) || code == 0xAD || code == 0x3000 ||
           (code >= 0x2000 && code <= 0x200F) || (code >= 0x2028 && code <= 0x202F) ||
           (code >= 0x205F && code <= 0x206F);
}

/* ==} */

POLICY_END

#endif
