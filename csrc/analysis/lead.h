/*
** Leads: un-numbered short topic sentences that open several paragraphs under one heading (加强组织领导。各级……).
*/
#ifndef policy_analysis_lead_h
#define policy_analysis_lead_h

#include "line.h"

POLICY_BEGIN

/* Sets heading, style and title of every line that has a lead. Headings must have been chosen. */
void leads_choose(Lines *lines);

POLICY_END

#endif
