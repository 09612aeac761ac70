// What html-validate is asked, and where GOV.UK's own markup, tested with people, goes another way.
export default {
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    'no-inline-style': 'error',
    // Ticks of one question share its name.
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'submit'] }],
    // The error summary's h2 stands before the h1, so that it is read first.
    'heading-level': ['error', { minInitialRank: 'h2' }],
    // Links that look like buttons say that they are: `role="button"`.
    'prefer-native-element': ['error', { exclude: ['button'] }],
    // Date boxes are a fieldset with `role="group"`, for older screen readers.
    'no-redundant-role': 'off',
    // Everything is our own.
    'require-sri': ['error', { target: 'crossorigin' }],
    // A picture to press without a script can only be an input: no button sends where it was pressed.
    'prefer-button': 'off',
    // Matters of taste.
    'doctype-style': 'off',
    'long-title': 'off',
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
  },
};
