import { builtinModules } from 'node:module'
import { defineConfig } from 'rolldown'

/** Natives stay outside: their .node files are found from their own package. */
const EXTERNAL = [/^node:/, ...builtinModules, 'bcrypt']

/** Each entry is one file of its own with everything else inlined, so that `dist/` starts fast and alone. */
export default defineConfig(
  ['index', 'cli'].map((entry) => ({
    input: { [entry]: `src/server/${entry}.ts` },
    platform: 'node' as const,
    external: EXTERNAL,
    output: {
      dir: 'dist',
      format: 'esm' as const,
      codeSplitting: false,
      // Names stay readable: a stack in an operator's log must mean something.
      minify: false,
    },
  })),
)
