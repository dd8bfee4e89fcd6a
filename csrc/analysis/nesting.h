/*
** Nesting: the chosen headings in, sections with level, parent, path and extent out.
*/
#ifndef policy_analysis_nesting_h
#define policy_analysis_nesting_h

#include "line.h"

POLICY_BEGIN

/*
** Builds the sections of all headings, and sets `sections` of each line (index of the innermost section it stands in, -1
** before the first) in `owners`, one per line. False when memory is out.
*/
bool nesting_build(const Lines *lines, Document *document, int32_t *owners, Arena *arena);

POLICY_END

#endif
