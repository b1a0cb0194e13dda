/* tutti-scratch.h: large arrays on the stack that need no zeros
 *
 * The build sets every local variable to zero. What is written before it is
 * read, and large, says that it does not want that: it costs more than the
 * work itself.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#if defined(__has_attribute)
#  if __has_attribute(uninitialized)
#    define TUTTI_SCRATCH __attribute__ ((uninitialized))
#  endif
#endif

#ifndef TUTTI_SCRATCH
#  define TUTTI_SCRATCH
#endif
