/*
** The head: what a document says of itself — title, number, issuer, date, publisher.
*/
#ifndef policy_analysis_head_h
#define policy_analysis_head_h

#include "line.h"

POLICY_BEGIN

/*
** Fills title, number, issuer, date and publisher of `document`, and marks the lines that say them (PARAGRAPH_TITLE,
** PARAGRAPH_DATELINE), so that they are taken for no headings. Layout must have been read. False when memory is out.
*/
bool head_read(Lines *lines, Document *document, Arena *arena);

/* Decides document->kind from title, number and frame; headings must have been chosen. */
void head_kind(const Lines *lines, Document *document);

POLICY_END

#endif
