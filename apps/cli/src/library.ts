export type { Component, Coverage, DependencyGraph, Finding, Problem, ScanReport } from '@cupel/engine'
export type { Emit, Event, InventoryRequest, Matched, MatchOptions, ScanOptions, TakenInventory } from '@cupel/engine'
export { match, scan, takeInventory as inventory } from '@cupel/engine'
