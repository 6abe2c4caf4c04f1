# SPDX-License-Identifier: GPL-3.0-or-later
# How many times as long as usual a test of this build may take: what its programs are slower by, so that a limit is met only
# by a test that hangs.
set(ASTERN_TEST_SLOWNESS 1 CACHE STRING "Factor of every time limit of the tests, e.g. for sanitizers")

# astern_limit_tests(seconds test…): the time limit of tests, at the usual speed.
function(astern_limit_tests seconds)
    math(EXPR limit "${seconds} * ${ASTERN_TEST_SLOWNESS}")
    set_tests_properties(${ARGN} PROPERTIES TIMEOUT ${limit})
endfunction()

# Qt tells every test the folders of its sources and of its build. None asks; without, what the compiler's cache keeps of a test
# serves every checkout.
set_property(TARGET Qt6::Test PROPERTY INTERFACE_COMPILE_DEFINITIONS QT_TESTLIB_LIB)

# astern_moc_test(target source…): moc where a source says so. AUTOMOC would start two programs and compile one more file a test.
function(astern_moc_test target)
    set_target_properties(${target} PROPERTIES AUTOMOC OFF)
    set(mocs "${CMAKE_CURRENT_BINARY_DIR}/${target}_moc")
    target_include_directories(${target} PRIVATE "${mocs}")
    foreach(source ${ARGN})
        get_filename_component(name ${source} NAME_WE)
        file(STRINGS ${source} wants REGEX "^#include \"${name}\\.moc\"$|^ *Q_OBJECT$")
        if("#include \"${name}.moc\"" IN_LIST wants)
            qt_generate_moc(${source} "${mocs}/${name}.moc" TARGET ${target})
            set_property(SOURCE ${source} APPEND PROPERTY OBJECT_DEPENDS "${mocs}/${name}.moc")
        elseif(wants)
            qt_generate_moc(${source} "${mocs}/moc_${name}.cpp" TARGET ${target})
            target_sources(${target} PRIVATE "${mocs}/moc_${name}.cpp")
        endif()
    endforeach()
endfunction()

# astern_add_test(layer.noun.what SOURCES file… LIBS target… [LABELS label…] [TIMEOUT seconds] [SERIAL])
# One line a test: builds, links, registers it as ctest name layer.noun.what and pins its environment.
function(astern_add_test name)
    cmake_parse_arguments(arg "SERIAL" "TIMEOUT" "SOURCES;LIBS;LABELS;ENVIRONMENT" ${ARGN})
    string(REPLACE "." "_" target "tst_${name}")
    add_executable(${target} ${arg_SOURCES})
    target_link_libraries(${target} PRIVATE astern_config astern_test_places Qt6::Test ${arg_LIBS})
    astern_moc_test(${target} ${arg_SOURCES})
    if("astern_ui" IN_LIST arg_LIBS)
        astern_precompile(${target} astern_ui)
    else()
        astern_precompile(${target} astern_models)
    endif()
    add_test(NAME ${name} COMMAND ${target})
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 240)
    endif()
    astern_limit_tests(${arg_TIMEOUT} ${name})
    math(EXPR function_limit_ms "300000 * ${ASTERN_TEST_SLOWNESS}") # 5 min are Qt Test's own limit
    set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}" RUN_SERIAL ${arg_SERIAL}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;TZ=Europe/Berlin;QT_LOGGING_RULES=qt.qpa.*=false;XDG_RUNTIME_DIR=${CMAKE_BINARY_DIR}/run;QTEST_FUNCTION_TIMEOUT=${function_limit_ms};${arg_ENVIRONMENT}")
endfunction()
file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/run")
file(CHMOD "${CMAKE_BINARY_DIR}/run" DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
