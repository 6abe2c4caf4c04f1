# SPDX-License-Identifier: GPL-3.0-or-later
# astern_add_test(layer.noun.what SOURCES file… LIBS target… [LABELS label…] [TIMEOUT seconds] [SERIAL])
# One line a test: builds, links, registers it as ctest name layer.noun.what and pins its environment.
function(astern_add_test name)
    cmake_parse_arguments(arg "SERIAL" "TIMEOUT" "SOURCES;LIBS;LABELS;ENVIRONMENT" ${ARGN})
    string(REPLACE "." "_" target "tst_${name}")
    add_executable(${target} ${arg_SOURCES})
    target_link_libraries(${target} PRIVATE astern_config Qt6::Test ${arg_LIBS})
    target_compile_definitions(${target} PRIVATE
        ASTERN_SOURCE_DIR="${CMAKE_SOURCE_DIR}" ASTERN_BINARY_DIR="${CMAKE_BINARY_DIR}")
    add_test(NAME ${name} COMMAND ${target})
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 240)
    endif()
    set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}" RUN_SERIAL ${arg_SERIAL}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;TZ=Europe/Berlin;QT_LOGGING_RULES=qt.qpa.*=false;XDG_RUNTIME_DIR=${CMAKE_BINARY_DIR}/run;${arg_ENVIRONMENT}")
endfunction()
file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/run")
file(CHMOD "${CMAKE_BINARY_DIR}/run" DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
