import { builtinModules } from 'node:module'
import { rolldown } from 'rolldown'

/** One place of the sources, changed for a run alone: a promise broken on purpose, or a limit lifted. */
export interface SourceEdit {
  name: string
  file: string
  find: string
  replace: string
}

/** Bundles the server, as it is or with one edit, into a folder of its own. @returns the bundle's path. */
export async function bundleServer(dir: string, edit?: SourceEdit): Promise<string> {
  let isApplied = false
  const bundle = await rolldown({
    input: { index: 'src/server/index.ts' },
    platform: 'node',
    external: [/^node:/, ...builtinModules, 'bcrypt'],
    plugins: [
      {
        name: 'edit',
        transform: (code, id) => {
          if (!edit || !id.endsWith(edit.file)) return null
          if (!code.includes(edit.find)) return null
          isApplied = true
          return code.replace(edit.find, edit.replace)
        },
      },
    ],
  })
  await bundle.write({ dir, format: 'esm', codeSplitting: false })
  await bundle.close()
  if (edit && !isApplied) throw new Error(`${edit.name}: the text to change is not in ${edit.file} any more`)
  return `${dir}/index.js`
}
