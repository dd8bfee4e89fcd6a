/*
** Nesting: the chosen headings in, sections with level, parent, path and extent out.
*/
#ifndef policy_analysis_nesting_h
#define policy_analysis_nesting_h

#include "line.h"

POLICY_BEGIN

/*
** Builds the sections of all headings, and sets in `owners`, one per line, the index of the innermost section that the line
** belongs to: -1 before the first one, for the document's title and for page furniture. False when memory is out.
*/
bool nesting_build(const Lines *lines, Document *document, int32_t *owners, Arena *arena);

POLICY_END

#endif
