/*
** Headings: which lines are headings, alone, run-in or leading a paragraph.
**
** A line is a candidate by its mark, or by standing alone and short. Whether it is a heading its neighbours decide: what
** holds text below it is one, items that follow each other with nothing between them are a list.
*/
#ifndef policy_analysis_heading_h
#define policy_analysis_heading_h

#include "line.h"

POLICY_BEGIN

/* Sets heading, style and title of every line that is one, leads left out. False when memory is out. */
bool headings_choose(Lines *lines, Arena *arena);

/*
** Sets them for the leads: un-numbered short topic sentences that open several paragraphs under one heading
** (加强组织领导。各级……). Headings must have been chosen.
*/
void leads_choose(Lines *lines);

/* 张三, 欧阳一平, 阿依努尔·买买提: as long as names are, in Chinese characters, with a known surname or a middle dot. */
bool span_could_be_name(const Lines *lines, Span span);

/* Whether the line names a person with an office, as stands under the title of a speech: 省政协委员、某大学教授 张三. */
bool line_names_person(const Lines *lines, const Line *line);

/* Whether the line is short, of one piece and unmarked, as a title is. */
bool line_is_plain(const Line *line);

/* A contribution's label, 市教育局应询回答: or 记者: — where it ends; the span's start where there is none. */
uint32_t speech_label_end(const Lines *lines, Span span);

POLICY_END

#endif
