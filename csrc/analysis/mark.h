/*
** Reading the mark with which a line begins: 一、 (一) 1. 第一章 ■ # …
*/
#ifndef policy_analysis_mark_h
#define policy_analysis_mark_h

#include "line.h"

POLICY_BEGIN

/* The mark at the start of `span`; of form MARK_NONE, its `end` at span.start, when there is none. */
Mark mark_read(const Lines *lines, Span span);

/* Reads a number in Chinese (十二, 〇, 廿一) or ASCII digits from `*at`, moving `*at` behind it; 0 when there is none. */
uint32_t mark_numeral(const Text *text, uint32_t *at, uint32_t end);

/*
** The classes of marks in one document: marks of one form and variant are one class (一、 and 二、; every ■). Beyond
** MARK_CLASS_LIMIT the last class takes them all.
*/
#define MARK_CLASS_LIMIT 64u

typedef struct MarkClasses {
    Mark items[MARK_CLASS_LIMIT];
    uint32_t count;
} MarkClasses;

/* The class of `mark`, made when it is new. */
uint32_t mark_class(MarkClasses *classes, const Mark *mark);

POLICY_END

#endif
