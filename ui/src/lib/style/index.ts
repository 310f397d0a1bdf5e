/** Everything the window needs of style, in cascade order. Import once, for its effect. */
import '@fontsource-variable/inter/wght.css';
import './tokens.css';
import './base.css';
import './hues.css';
import './events.css';
