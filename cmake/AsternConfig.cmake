# SPDX-License-Identifier: GPL-3.0-or-later
# The one place that says how Astern is compiled. Every target links astern_config.
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Network)
find_package(PkgConfig REQUIRED)
pkg_check_modules(sqlite3 REQUIRED IMPORTED_TARGET sqlite3>=3.40)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium>=1.0.18)
pkg_check_modules(zlib REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(libical REQUIRED IMPORTED_TARGET libical>=3.0)
pkg_check_modules(libpq REQUIRED IMPORTED_TARGET libpq>=14)
pkg_check_modules(cjose REQUIRED IMPORTED_TARGET cjose>=0.6.2)
pkg_check_modules(curl REQUIRED IMPORTED_TARGET libcurl>=7.85)
find_package(yaml-cpp REQUIRED)
find_package(simdjson REQUIRED)
find_package(Qt6Keychain QUIET)
if(NOT Qt6Keychain_FOUND)
    message(FATAL_ERROR "QtKeychain is missing: install the package qtkeychain-qt6-dev (./dev setup does).")
endif()
if(ASTERN_GUI)
    # Test: the guided scenario presses the emergency control by its input events.
    find_package(Qt6 6.4 REQUIRED COMPONENTS Widgets Charts Svg Test DBus LinguistTools)
endif()
if(ASTERN_TESTS)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Test DBus)
endif()

# The well-kept linker and cache of the field where the machine has them; neither changes the result.
find_program(ASTERN_CCACHE ccache)
if(ASTERN_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # Without these two it keeps nothing that was compiled with precompiled headers.
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${ASTERN_CCACHE}")
endif()
find_program(ASTERN_MOLD mold)

set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_AUTOMOC ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

add_library(astern_config INTERFACE)
target_compile_features(astern_config INTERFACE cxx_std_20)
target_compile_options(astern_config INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Woverloaded-virtual
    # Designated initialisers leave the rest at its default on purpose.
    -Wno-missing-field-initializers
    $<$<BOOL:${ASTERN_WERROR}>:-Werror>)
# No QT_USE_QSTRINGBUILDER: `auto` and init-captures keep a builder whose parts are gone; that crashed an optimised build.
target_compile_definitions(astern_config INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_KEYWORDS QT_NO_FOREACH
    ASTERN_VERSION="${PROJECT_VERSION}")
target_include_directories(astern_config INTERFACE "${CMAKE_SOURCE_DIR}")
if(ASTERN_MOLD)
    target_link_options(astern_config INTERFACE -fuse-ld=mold)
endif()
if(ASTERN_SANITIZE)
    # Qt 6.4 compares two empty lists with memcmp(nullptr, nullptr, 0), which is no fault of anybody's data.
    target_compile_options(astern_config INTERFACE -fsanitize=${ASTERN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all
        -fno-sanitize=nonnull-attribute)
    target_link_options(astern_config INTERFACE -fsanitize=${ASTERN_SANITIZE})
endif()

# astern_precompile(target [other]): what nearly every source includes from Qt and the standard library is parsed once for
# target, or is shared with other, which has it. It takes a third off a whole build. Only headers that never change with
# Astern's own sources belong here; a preset without it (release) shows that each source includes what it needs.
function(astern_precompile target)
    if(NOT ASTERN_PRECOMPILE)
        return()
    endif()
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        target_compile_options(${target} PRIVATE -fpch-preprocess) # ccache reads from it which headers went in
    endif()
    if(ARGC GREATER 1)
        target_precompile_headers(${target} REUSE_FROM ${ARGV1})
        return()
    endif()
    target_precompile_headers(${target} PRIVATE
        <algorithm> <array> <atomic> <cmath> <deque> <functional> <limits> <map> <memory> <mutex> <optional> <set> <span>
        <string> <string_view> <thread> <utility> <variant> <vector>
        <QByteArray> <QCoreApplication> <QDateTime> <QDir> <QFile> <QFileInfo> <QHash> <QJsonArray> <QJsonDocument>
        <QJsonObject> <QList> <QMap> <QObject> <QPointer> <QRegularExpression> <QSet> <QString> <QStringList> <QTimer> <QUrl>
        <QAbstractItemModel> <QSortFilterProxyModel>)
    get_target_property(libraries ${target} LINK_LIBRARIES)
    if("Qt6::Widgets" IN_LIST libraries)
        target_precompile_headers(${target} PRIVATE
            <QApplication> <QBoxLayout> <QKeyEvent> <QLabel> <QLineEdit> <QMenu> <QPainter> <QPushButton> <QScrollArea> <QWidget>)
    endif()
endfunction()
