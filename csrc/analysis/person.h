/*
** Persons: lines and labels that name who speaks.
*/
#ifndef policy_analysis_person_h
#define policy_analysis_person_h

#include "line.h"

POLICY_BEGIN

/* 张三, 欧阳一平, 阿依努尔·买买提: as long as names are, in Chinese characters, with a known surname or a middle dot. */
bool span_could_be_name(const Lines *lines, Span span);

/* Whether the line names a person with an office, as stands under the title of a speech: 省政协委员、某大学教授 张三. */
bool line_names_person(const Lines *lines, const Line *line);

/* A contribution's label, 市教育局应询回答: or 记者: — where it ends; the span's start where there is none. */
uint32_t speech_label_end(const Lines *lines, Span span);

POLICY_END

#endif
