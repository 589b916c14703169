import { memoryTree } from '@cupel/source'
import { expect, test } from 'vitest'
import { extractFile } from '../extract-file.ts'
import copiedScript from './copied-script.ts'

function read(path: string, text: string): string {
  if (copiedScript.claims?.(path) === false) return 'unclaimed'
  const { components, problems, foreign } = extractFile(memoryTree({ [path]: text }), copiedScript, path)
  if (foreign) return 'foreign'
  return components.length === 0
    ? problems.map(({ code, effect }) => `${effect} ${code}`).join()
    : components.map(({ purl }) => purl.slice('pkg:npm/'.length)).join()
}

test.each([
  ['static/js/jquery-3.4.1.min.js', '', 'jquery@3.4.1'],
  ['js/jquery-3.4.1.slim.min.js', '', 'jquery@3.4.1'],
  ['js/jquery.min.js', '/*! jQuery v1.12.4 | (c) jQuery Foundation */', 'jquery@1.12.4'],
  ['js/jquery.js', '/*!\n * jQuery JavaScript Library v2.2.0\n * http://jquery.example/\n */', 'jquery@2.2.0'],
  ['js/jquery.min.js', 'x', 'jquery'],
  ['js/jquery-ui.min.js', '/*! jQuery UI - v1.12.1 - 2016-09-14', 'jquery-ui@1.12.1'],
  ['js/bootstrap.bundle.min.js', '/*!\n  * Bootstrap v4.3.1 (https://x.example/)', 'bootstrap@4.3.1'],
  ['js/angular.min.js', '/*\n AngularJS v1.7.8\n (c) 2010', 'angular@1.7.8'],
  ['js/moment.min.js', '//! moment.js\n//! version : 2.24.0\n', 'moment@2.24.0'],
  [
    'js/lodash.min.js',
    '/**\n * @license\n * Lodash lodash.example/license | Underscore.js 1.8.3 u.example/LICENSE\n */;(function(){var x="4.17.11";An.VERSION="4.17.11"',
    'lodash@4.17.11',
  ],
  ['js/underscore-min.js', '//     Underscore.js 1.9.1\n', 'underscore@1.9.1'],
  ['js/vue@2.6.10.min.js', '', 'vue@2.6.10'],
  ['js/react-dom.production.min.js', '/** @license React v16.8.6\n * react-dom.production.min.js\n', 'react-dom@16.8.6'],
  ['vendor/handlebars-v4.0.5.js', '', 'handlebars@4.0.5'],
  ['resources/js/bootstrap.js', "import axios from 'axios'\nwindow.axios = axios\n", 'foreign'],
  ['src/chart.js', 'export function chart() {}\n', 'foreign'],
  ['js/marked.js', 'const marked = 1\n', 'foreign'],
  ['js/plugin-1.2.3.min.js', '', 'note unsupported-content'],
  ['dist/app.min.js', '', 'unclaimed'],
  ['node_modules/jquery/dist/jquery.min.js', '/*! jQuery v3.4.1 */', 'unclaimed'],
])('%s %#', (path, text, found) => {
  expect(read(path, text)).toBe(found)
})
