// SPDX-License-Identifier: GPL-3.0-or-later
// A static library needs one source; what it carries is data (see CMakeLists.txt).
namespace astern {
extern const char *const kResourcesPrefix;
const char *const kResourcesPrefix = ":/astern";
} // namespace astern
