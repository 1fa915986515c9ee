/*
 * The memory behind C stacks.
 *
 * The engine maps each stack with a page in front that must not be touched. That
 * page is a mapping of its own, and a process may only have vm.max_map_count of
 * them: some 32,000 stacks. Kernels from 6.13 on can guard a page inside a mapping.
 * Stacks beyond the first few thousand are guarded that way, so that neighbours
 * become one mapping, whatever their number.
 */
#include "shim.h"
#include <sys/mman.h>
#include <unistd.h>

#ifndef MADV_GUARD_INSTALL
# define MADV_GUARD_INSTALL 102
#endif

/* The head of the engine's own description of a stack. */
typedef struct ta_stack {
	void *pointer;
	size_t size;
} ta_stack;

/* So few that their mappings do not matter. */
#define TA_FEW_STACKS 4096

/* Whether the kernel can guard a page inside a mapping. */
bool ta_stack_guards(void)
{
	/* 0: not known yet. Threads that find out at the same time find the same. */
	static int known;
	if (!known) {
		size_t page = (size_t)sysconf(_SC_PAGESIZE);
		void *probe = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		bool guards = probe != MAP_FAILED && madvise(probe, page, MADV_GUARD_INSTALL) == 0;
		if (probe != MAP_FAILED) {
			munmap(probe, page);
		}
		known = guards ? 1 : -1;
	}
	return known > 0;
}

/* Whether untouched memory comes in huge pages unasked: a stack of which one page
 * is used would then take two megabytes. */
static bool ta_huge_pages_unasked(void)
{
	static int known;
	if (!known) {
		char setting[64] = "";
		FILE *file = fopen("/sys/kernel/mm/transparent_hugepage/enabled", "r");
		if (file) {
			size_t length = fread(setting, 1, sizeof(setting) - 1, file);
			setting[length] = 0;
			fclose(file);
		}
		known = strstr(setting, "[always]") ? 1 : -1;
	}
	return known > 0;
}

/* Fits a new stack in beside the `others` that exist. */
void ta_stack_settle(zend_fiber_context *fiber, size_t size, size_t others)
{
	const ta_stack *stack = (const ta_stack *)fiber->stack;
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	if (stack->size != size || (uintptr_t)stack->pointer % page) {
		/* Not laid out as it is in every engine known so far: leave it alone. */
		return;
	}
	if (ta_huge_pages_unasked()) {
		/* Costs memory when it fails, nothing else. */
		madvise(stack->pointer, size, MADV_NOHUGEPAGE);
	}
	if (others < TA_FEW_STACKS || !ta_stack_guards()) {
		return;
	}
	char *guard = (char *)stack->pointer - page;
	if (mprotect(guard, page, PROT_READ | PROT_WRITE) == 0 && madvise(guard, page, MADV_GUARD_INSTALL) != 0) {
		mprotect(guard, page, PROT_NONE);
	}
}
