/*
** Newspaper pages: several articles in one document.
*/
#ifndef policy_analysis_page_h
#define policy_analysis_page_h

#include "line.h"

POLICY_BEGIN

/* 本报讯, 记者 张三 报道, □ 李明: an article's first words, or the line under its title. */
bool page_is_byline(const Lines *lines, const Line *line);

/*
** In a page without Markdown, two articles or more, each a title over a byline (本报讯, 记者 …): their titles become marks
** of the outermost form, so that all else nests inside. Layout must have been read.
*/
void page_mark_articles(Lines *lines);

/* How many articles the document has; 0 where its top headings are no articles. */
uint32_t page_count_articles(const Lines *lines);

POLICY_END

#endif
