// SPDX-License-Identifier: GPL-3.0-or-later
// Counts what the whole program asks of the heap, Qt and simdjson included: glibc lets a program bring its own malloc,
// and this one only counts on the way to glibc's.
#include "bench.h"

extern "C" {
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
}

namespace {
thread_local quint64 counter = 0;
}

extern "C" {
void *malloc(size_t size)
{
    ++counter;
    return __libc_malloc(size);
}
void *calloc(size_t count, size_t size)
{
    ++counter;
    return __libc_calloc(count, size);
}
void *realloc(void *old, size_t size)
{
    ++counter;
    return __libc_realloc(old, size);
}
void *aligned_alloc(size_t alignment, size_t size)
{
    ++counter;
    return __libc_memalign(alignment, size);
}
}

namespace astern::bench {

quint64 allocations() { return counter; }

} // namespace astern::bench
