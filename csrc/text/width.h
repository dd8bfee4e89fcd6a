/*
** Width: the columns that a text takes on a terminal.
*/
#ifndef policy_text_width_h
#define policy_text_width_h

#include "../policy.h"

POLICY_BEGIN

/*
** Columns of `size` bytes: East Asian wide characters take 2, combining and invisible ones and control characters 0, all
** others 1, ambiguous ones (“ … ①) among them. A byte that begins no valid character takes 1.
*/
size_t text_width(const char *bytes, size_t size);

POLICY_END

#endif
