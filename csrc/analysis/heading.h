/*
** Headings: which lines are headings, alone or run-in.
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

POLICY_END

#endif
