/*
** Layout: which lines are no running text. Tables, the table of contents, page furniture, captions and datelines are
** marked by their kind, so that the stages after this one look only at lines of kind PARAGRAPH_TEXT.
*/
#ifndef policy_analysis_layout_h
#define policy_analysis_layout_h

#include "line.h"

POLICY_BEGIN

/* Sets the kind of every line. False when memory is out. */
bool layout_read(Lines *lines, Arena *arena);

/* The head of a newspaper page: 宁州日报　2015年8月27日　星期四　02版. */
bool layout_is_masthead(const Lines *lines, const Line *line);

/* A body's name and a date on one line; the body in `*body`. */
bool layout_is_signature(const Lines *lines, const Line *line, Span *body);

/* A line of the table of contents without leaders and page number: 第一章 总则……3 → 第一章 总则. */
Span layout_contents_entry(const Lines *lines, const Line *line);

/* Whether the line is nothing but a date, perhaps in brackets: 2021年10月17日, （二〇二一年十月十七日）. */
bool layout_is_date(const Lines *lines, Span span);

POLICY_END

#endif
