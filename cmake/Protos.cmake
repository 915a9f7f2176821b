# Generates C++ from .proto files: messages and gRPC stubs are separate libraries, so that workers
# link no gRPC.

# google.rpc and google.api are packaged only inside a jar.
set(GONGKAI_GOOGLE_PROTO_JAR /usr/share/java/proto-google-common-protos.jar CACHE FILEPATH
    "Jar that holds google/rpc and google/api .proto files (package libgoogle-common-protos-java)")
# grpc.health.v1 and grpc.reflection.v1.
set(GONGKAI_GRPC_PROTO_DIR /usr/share/grpc-proto CACHE PATH
    "Folder of the gRPC project's own .proto files (package grpc-proto)")

set(GONGKAI_GENERATED_DIR ${CMAKE_BINARY_DIR}/generated)
set(GONGKAI_IMPORTED_PROTO_DIR ${CMAKE_BINARY_DIR}/imported_protos)
set(_google_protos google/rpc/status.proto google/rpc/code.proto
                   google/api/field_behavior.proto)
file(MAKE_DIRECTORY ${GONGKAI_GENERATED_DIR} ${GONGKAI_IMPORTED_PROTO_DIR})
file(ARCHIVE_EXTRACT INPUT ${GONGKAI_GOOGLE_PROTO_JAR} DESTINATION ${GONGKAI_IMPORTED_PROTO_DIR}
     PATTERNS ${_google_protos})

set(_proto_include_args -I${PROJECT_SOURCE_DIR}/proto -I${GONGKAI_IMPORTED_PROTO_DIR}
                        -I${GONGKAI_GRPC_PROTO_DIR})

# gongkai_generate_proto(OUT_VAR file.proto kind): adds the command that generates one file.
# kind is "message" or "grpc".
function(gongkai_generate_proto out_var proto kind)
  string(REGEX REPLACE "\\.proto$" "" stem ${proto})
  if(EXISTS ${PROJECT_SOURCE_DIR}/proto/${proto})
    set(source ${PROJECT_SOURCE_DIR}/proto/${proto})
  elseif(EXISTS ${GONGKAI_IMPORTED_PROTO_DIR}/${proto})
    set(source ${GONGKAI_IMPORTED_PROTO_DIR}/${proto})
  else()
    set(source ${GONGKAI_GRPC_PROTO_DIR}/${proto})
  endif()
  if(kind STREQUAL "grpc")
    set(outputs ${GONGKAI_GENERATED_DIR}/${stem}.grpc.pb.cc ${GONGKAI_GENERATED_DIR}/${stem}.grpc.pb.h)
    set(flags --grpc_out=${GONGKAI_GENERATED_DIR}
              --plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>)
  else()
    set(outputs ${GONGKAI_GENERATED_DIR}/${stem}.pb.cc ${GONGKAI_GENERATED_DIR}/${stem}.pb.h)
    set(flags --cpp_out=${GONGKAI_GENERATED_DIR})
  endif()
  add_custom_command(
    OUTPUT ${outputs}
    COMMAND protobuf::protoc ${_proto_include_args} ${flags} ${source}
    DEPENDS ${source}
    COMMENT "protoc ${kind} ${proto}"
    VERBATIM)
  set(${out_var} ${${out_var}} ${outputs} PARENT_SCOPE)
endfunction()

# gongkai_embed(TARGET HEADER NAMESPACE_FUNCTION file...): a library with the text of the files.
# HEADER is included as "embedded/<name>.h" and declares
#   const std::vector<gongkai::EmbeddedFile>& FUNCTION();
function(gongkai_embed target header function)
  set(dir ${GONGKAI_GENERATED_DIR}/embedded)
  set(files "")
  foreach(file ${ARGN})
    list(APPEND files ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  endforeach()
  string(REPLACE ";" "|" files_arg "${files}")
  add_custom_command(
    OUTPUT ${dir}/${header}.cc ${dir}/${header}.h
    COMMAND ${CMAKE_COMMAND} -DOUT_DIR=${dir} -DHEADER=${header} -DFUNCTION=${function}
            "-DFILES=${files_arg}" -P ${PROJECT_SOURCE_DIR}/cmake/Embed.cmake
    DEPENDS ${files} ${PROJECT_SOURCE_DIR}/cmake/Embed.cmake
    COMMENT "embedding ${header}"
    VERBATIM)
  add_library(${target} STATIC ${dir}/${header}.cc ${dir}/${header}.h)
  target_include_directories(${target} PUBLIC ${GONGKAI_GENERATED_DIR})
  target_link_libraries(${target} PUBLIC gongkai_base)
endfunction()
