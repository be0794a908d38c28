/** Points drawn by WebGL: one call for all of them, so that 50,000 turn smoothly. */

const VERTEX = `
attribute vec2 level;
attribute vec3 deep;
attribute vec4 color;
attribute vec2 look;
uniform mat4 matrix;
uniform float depth, size, near;
varying vec4 tint;
varying float shape;
varying float grown;
void main() {
  gl_Position = matrix * vec4(mix(vec3(level, 0.0), deep, depth), 1.0);
  if (look.x < 0.5) gl_Position.z = gl_Position.w * 0.9999;  // pale ones behind all others
  float closeness = mix(1.0, clamp(near / gl_Position.w, 0.4, 3.0), depth);
  grown = size * closeness * (look.x > 1.5 ? 1.6 : 1.0);
  gl_PointSize = grown + 2.0;
  tint = vec4(color.rgb, look.x < 0.5 ? 0.18 : 1.0);
  shape = look.y;
}`;

const FRAGMENT = `
precision mediump float;
uniform vec3 rim;
varying vec4 tint;
varying float shape;
varying float grown;
void main() {
  vec2 at = (gl_PointCoord - 0.5) * (grown + 2.0);
  float reach = shape < 0.5 ? length(at) : shape < 1.5 ? max(abs(at.x), abs(at.y)) * 1.13 : (abs(at.x) + abs(at.y)) * 0.8;
  float edge = grown * 0.5;
  float inside = clamp(edge + 0.5 - reach, 0.0, 1.0);
  if (inside * tint.a < 0.02) discard;
  float border = clamp(reach - (edge - 1.2), 0.0, 1.0) * step(5.0, grown);
  gl_FragColor = vec4(mix(tint.rgb, rim, border * 0.55), inside * tint.a);
}`;

/**
 * What draws points on a canvas, or null where there is no WebGL.
 * @param {HTMLCanvasElement} canvas
 */
export function createRenderer(canvas) {
  const options = { alpha: true, antialias: false, premultipliedAlpha: false, powerPreference: "low-power" };
  const gl = canvas.getContext("webgl", options);
  const program = gl && makeProgram(gl);
  if (!program) return null;
  gl.useProgram(program);
  gl.enable(gl.DEPTH_TEST);
  gl.depthFunc(gl.LEQUAL);
  gl.enable(gl.BLEND);
  gl.blendFuncSeparate(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA, gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  const uniforms = {};
  for (const name of ["matrix", "depth", "size", "near", "rim"]) uniforms[name] = gl.getUniformLocation(program, name);
  const buffers = {};
  let n = 0;

  function fill(name, values, width, type = gl.FLOAT, isShare = false) {
    const place = gl.getAttribLocation(program, name);
    buffers[name] ??= gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, buffers[name]);
    gl.bufferData(gl.ARRAY_BUFFER, values, gl.STATIC_DRAW);
    gl.enableVertexAttribArray(place);
    gl.vertexAttribPointer(place, width, type, isShare, 0, 0);
  }

  return {
    /** @param {Float32Array} flat @param {Float32Array} deep */
    setPoints(flat, deep) {
      n = flat.length / 2;
      fill("level", flat, 2);
      fill("deep", deep, 3);
    },
    /** @param {Uint8Array} bytes four a point */
    setColors(bytes) {
      fill("color", bytes, 4, gl.UNSIGNED_BYTE, true);
    },
    /** @param {Uint8Array} looks two a point: 0 pale, 1 plain, 2 chosen; and the shape */
    setLooks(looks) {
      fill("look", looks, 2, gl.UNSIGNED_BYTE);
    },
    draw({ matrix, depth, size, near, rim }) {
      gl.viewport(0, 0, canvas.width, canvas.height);
      gl.clearColor(0, 0, 0, 0);
      gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
      gl.uniformMatrix4fv(uniforms.matrix, false, matrix);
      gl.uniform1f(uniforms.depth, depth);
      gl.uniform1f(uniforms.size, size);
      gl.uniform1f(uniforms.near, near);
      gl.uniform3fv(uniforms.rim, rim);
      gl.drawArrays(gl.POINTS, 0, n);
    },
    destroy() {
      gl.getExtension("WEBGL_lose_context")?.loseContext();
    },
  };
}

function makeProgram(gl) {
  const program = gl.createProgram();
  for (const [type, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
    const shader = gl.createShader(type);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  return gl.getProgramParameter(program, gl.LINK_STATUS) ? program : null;
}
