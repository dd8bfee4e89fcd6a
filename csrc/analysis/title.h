/*
** Titles: what a piece of text must be like to be one, and making it one.
*/
#ifndef policy_analysis_title_h
#define policy_analysis_title_h

#include "line.h"

POLICY_BEGIN

/*
** Whether a sentence tells a date or an amount, and so is no title: 到2025年,……; 全年完成投资35亿元. 5G, “1+8” and
** (2023—2025年) do not tell one; the year of 2023年工作回顾 does so only where `years` count.
*/
bool span_tells_figure(const Lines *lines, Span span, bool years);

/* 规划（2021—2025年）, 办法（试行）: a title without what is in brackets at its end, before which its kind stands. */
Span span_without_bracket(const Lines *lines, Span span);

/* Whether the line is unmarked and of one piece, as a title is. */
bool line_is_plain(const Line *line);

/* Whether a sentence ends with the line; else it goes on in the next one, which then opens nothing. */
bool line_ends_whole(const Line *line);

/* Makes the line a heading of that style: sets its title, without what does not belong to it, and its kind. */
void line_accept(const Lines *lines, Line *line, SectionStyle style, Span title);

POLICY_END

#endif
