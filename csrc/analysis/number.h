/*
** Document numbers (发文字号).
*/
#ifndef policy_analysis_number_h
#define policy_analysis_number_h

#include "line.h"

POLICY_BEGIN

/* Finds 某政发〔2021〕24号 in `span`: Chinese characters, a year in brackets, a number. */
bool number_find(const Text *text, Span span, Span *number);

/* Whether `number` at `at` is nothing but 〔2021〕24号. */
bool number_is_tail(const char *number, uint32_t at, uint32_t end);

/* Whether the line is the number of an order (令) or announcement (公告): 第12号 below it, 某州人民政府令第14号. */
bool number_is_order(const Lines *lines, const Line *line, Span *number);

/* Whether the line holds a document's number and little else. */
bool number_is_line(const Lines *lines, const Line *line, Span *number);

/* Whether the line counts the issues of a series: 第14期. */
bool number_is_issue(const Lines *lines, const Line *line);

POLICY_END

#endif
