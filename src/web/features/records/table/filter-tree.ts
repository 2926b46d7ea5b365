import { isGroup, type FilterGroup, type FilterNode } from '@shared/filters/index.ts'

/** Where a node stands: the index among its group's items, from the root down. */
export type FilterPath = readonly number[]

export const NO_CONDITIONS: FilterGroup = { join: 'and', items: [] }

/** Puts a node in place of the one at the path; null takes it out, and groups that this leaves empty. */
export function putAt(root: FilterGroup, path: FilterPath, node: FilterNode | null): FilterGroup {
  return put(root, path, node) ?? NO_CONDITIONS
}

function put(group: FilterGroup, [at = 0, ...rest]: FilterPath, node: FilterNode | null): FilterGroup | null {
  const child = group.items[at]
  const next = rest.length > 0 && child && isGroup(child) ? put(child, rest, node) : node
  const items = next ? group.items.toSpliced(at, 1, next) : group.items.toSpliced(at, 1)
  return items.length > 0 ? { ...group, items } : null
}

/** Adds a node at the end of the group at the path. */
export function addTo(root: FilterGroup, path: FilterPath, node: FilterNode): FilterGroup {
  const group = at(root, path)
  return putAt(root, [...path, group.items.length], node)
}

/** All of the group's items must hold, or any: the other way round. */
export function turn(root: FilterGroup, path: FilterPath): FilterGroup {
  const group = at(root, path)
  const turned: FilterGroup = { ...group, join: group.join === 'and' ? 'or' : 'and' }
  return path.length === 0 ? turned : putAt(root, path, turned)
}

function at(root: FilterGroup, path: FilterPath): FilterGroup {
  return path.reduce<FilterGroup>((group, index) => {
    const child = group.items[index]
    return child && isGroup(child) ? child : group
  }, root)
}
